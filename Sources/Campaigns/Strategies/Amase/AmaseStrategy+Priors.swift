public import Tieline

extension AmaseStrategy {
    public func objection(to kind: Prior.Kind) -> PriorObjection? {
        switch kind {
        case .regionOfInterest: return nil
        case .phaseBoundary, .phaseRegion:
            let trial = Prior(identifier: "", kind: kind, certainty: 0.75, author: "", reason: "", time: 0)
            guard boundaryPriors(trial).isEmpty else { return nil }
            let (lean, rich) = (theory.solids[0], theory.solids[1])
            return PriorObjection(
                message: "amase follows boundaries between two phases, and these phases name none",
                remedy: "Give a boundary between \(lean),\(rich) or \(theory.liquid) and one of them, or a region of \(lean),\(rich) "
                    + "or of \(theory.solids[windowSolid.rawValue]) alone")
        case .samePhase, .differentPhase:
            return PriorObjection(
                message: "amase knows no pairs of points, only boundaries", remedy: "Say it as a boundary, or as a region of interest")
        }
    }

    /// What a person's statement does to the belief; empty for statements that only steer decisions.
    func boundaryPriors(_ prior: Prior) -> [BoundaryPrior] {
        switch prior.kind {
        case .phaseBoundary(let points, let between):
            guard let boundary = boundary(between: between) else { return [] }
            return [BoundaryPrior(boundary, points: points.map { (x: $0[0], kelvin: $0[1]) }, certainty: prior.certainty)]
        case .phaseRegion(let polygon, let phases):
            return regionPriors(polygon, phases, prior.certainty)
        case .regionOfInterest, .samePhase, .differentPhase: return []
        }
    }

    /// `BCT_A5, RHOMBO_A7` is the solvus of the solid that the window is rich in; `LIQUID, BCT_A5` an end of the field between them.
    private func boundary(between phases: [String]) -> BoundaryPrior.Boundary? {
        let names = Set(phases)
        if names == Set(theory.solids) { return .solvus(windowSolid) }
        for solid in PhaseField.Solid.allCases where names == [theory.liquid, theory.solids[solid.rawValue]] { return .solidOrLiquidus(solid) }
        return nil
    }

    /// The solid on whose side of the eutectic the window lies.
    var windowSolid: PhaseField.Solid {
        let axis = specification.space.axes[0]
        return 0.5 * (axis.minimum + axis.maximum) > theory.unshifted.liquid ? .rich : .lean
    }

    /// A region's rim is a boundary: its corners that lie on the side of the phase that a single-phase region excludes say where it runs.
    ///
    /// A region of one solid says that its field ends at its far rim; a region of both solids says that the solvus is at its near rim.
    private func regionPriors(_ polygon: [Condition], _ phases: [String], _ certainty: Double) -> [BoundaryPrior] {
        let solid = windowSolid
        let isBoth = Set(phases) == Set(theory.solids)
        guard isBoth || phases == [theory.solids[solid.rawValue]], !polygon.isEmpty else { return [] }
        // At each height the rim nearest to the other field.
        let towardsRich = isBoth == (solid == .rich)
        let heights = polygon.map { $0[1] }.sorted().reduce(into: [Double]()) { if $0.last != $1 { $0.append($1) } }
        let rim = heights.compactMap { height -> (x: Double, kelvin: Double)? in
            let crossings = Polygon(polygon).crossings(atHeight: height)
            return (towardsRich ? crossings.max() : crossings.min()).map { (x: $0, kelvin: height) }
        }
        return [BoundaryPrior(isBoth ? .solvus(solid) : .rim(solid), points: rim, certainty: certainty)]
    }

    /// How much a condition counts.
    func interest(_ condition: Condition) -> Double { RegionsOfInterest(priors).weight(condition) }
}
