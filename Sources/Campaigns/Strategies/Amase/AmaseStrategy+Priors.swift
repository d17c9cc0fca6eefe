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

    /// How much a condition counts: 1 inside a region of interest, or everywhere if there is none.
    func interest(_ condition: Condition) -> Double {
        let regions = priors.compactMap { prior -> (polygon: Polygon, certainty: Double)? in
            guard case .regionOfInterest(let polygon) = prior.kind else { return nil }
            return (Polygon(polygon), prior.certainty)
        }
        guard !regions.isEmpty else { return 1 }
        let inside = regions.filter { $0.polygon.contains(condition) }
        if !inside.isEmpty { return 1 }
        // The surer the person, the less is left outside.
        let strongest = regions.map(\.certainty).max() ?? 0.5
        return 1 - (1 - AmasePolicy.interestOutside) * (2 * strongest - 1)
    }
}

/// A polygon in the first two coordinates of a space.
struct Polygon: Sendable {
    private let corners: [Condition]

    init(_ corners: [Condition]) { self.corners = corners }

    /// By the parity of the edges that a ray to the right crosses.
    func contains(_ condition: Condition) -> Bool {
        crossings(atHeight: condition[1]).count { $0 > condition[0] } % 2 == 1
    }

    /// Where the edges cross a height, in the order of the edges.
    func crossings(atHeight height: Double) -> [Double] {
        corners.indices.compactMap { index in
            let a = corners[index]
            let b = corners[(index + 1) % corners.count]
            // Half open, so that a corner belongs to one of its edges; the topmost corner to the edge that ends there.
            let low = min(a[1], b[1])
            let high = max(a[1], b[1])
            guard high > low, height >= low, height < high || (height == high && height == corners.map { $0[1] }.max()) else { return nil }
            return a[0] + (height - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
        }
    }
}
