import Inference
import Tieline

extension AmaseStrategy {
    /// Temperatures at which the bands of a report are drawn.
    private static let bandTemperatures = 61
    /// Draws behind a band: 5 % and 95 % of fewer would be single draws.
    private static let bandDraws = 120
    /// Bands reach this far above the window's highest measured temperature, kelvin, to show where the liquidus goes.
    private static let bandMargin = 10.0
    /// Of the comparison that the paper makes: patterns on a regular grid of 10 °C by composition (notes on AMASE 1.2).
    private static let gridPatterns = 400

    public func summary() throws -> BeliefSummary {
        let model = try self.model
        var warnings: [String] = []
        if !posterior.isReliable {
            warnings.append(
                "The sampler has not mixed (split R̂ \(fixed(posterior.splitRHat, 2)), \(fixed(posterior.effectiveDraws, 0)) effective draws): do not trust the standard deviations."
            )
        }
        let unused = priors.filter { prior in
            switch prior.kind {
            case .regionOfInterest: false
            case .phaseBoundary, .phaseRegion: boundaryPriors(prior).isEmpty
            case .samePhase, .differentPhase: true
            }
        }
        for prior in unused { warnings.append("The statement \(prior.identifier) could not be used by this strategy.") }
        warnings += TheoryMisfit(specification.theory, draws: posterior.draws.map(\.z))?.sentences ?? []
        return BeliefSummary(
            boundaries: boundaries(model), parameters: parameters(), phases: observations.map { phases(at: $0, model) },
            gridPatterns: Self.gridPatterns, warnings: warnings)
    }

    private func parameters() -> [CampaignReport.Parameter] {
        let weights = Array(repeating: 1.0, count: posterior.draws.count)
        return specification.theory.moving.enumerated().map { index, free in
            let moments = weightedMoments(posterior.draws.map { $0.z[index] * free.standardDeviation }, weights: weights)
            return CampaignReport.Parameter(
                name: free.parameter, priorStandardDeviation: free.standardDeviation,
                shift: Estimate(moments.mean, standardDeviation: moments.standardDeviation))
        }
    }

    /// The phases that the best fit has at an observation's condition.
    private func phases(at observation: PatternObservation, _ model: FilmModel) -> String {
        guard let state = posterior.modeState, let group = model.temperatures.firstIndex(of: observation.setKelvin), group < state.fields.count else {
            return ""
        }
        let field = state.fields[group]
        let solids = PhaseField.Solid.allCases.map { field.fraction(of: $0, atMoleFraction: observation.x) }
        var names = PhaseField.Solid.allCases.filter { solids[$0.rawValue] > 0 }.map { theory.solids[$0.rawValue] }
        if case .melt = field, solids.reduce(0, +) < 1 { names.insert(theory.liquid, at: 0) }
        return names.joined(separator: " + ")
    }

    private func boundaries(_ model: FilmModel) -> [CampaignReport.Boundary] {
        let axis = specification.space.axes[1]
        let top = min(axis.maximum, (model.temperatures.last ?? axis.minimum) + Self.bandMargin)
        let step = (top - axis.minimum) / Double(Self.bandTemperatures - 1)
        let temperatures = (0..<Self.bandTemperatures).map { axis.minimum + Double($0) * step }
        let stride = max(1, posterior.draws.count / Self.bandDraws)
        let draws = Swift.stride(from: 0, to: posterior.draws.count, by: stride).map { posterior.draws[$0] }
        let shifted = draws.map { (draw: $0, theory: theory.shifted(model.parameters.shifts($0.z))) }
        let eutectic = draws.reduce(0) { $0 + $1.eutectic.temperature } / Double(max(draws.count, 1))
        var curves = BoundaryCurves(theory)
        // Curves end at the eutectic that is reported, each draw's own field continued to there, and meet in the draws' own invariants.
        func add(isBelow: Bool, atKelvin temperature: Double) {
            for (_, theory) in shifted {
                if let field = theory.field(isBelow: isBelow, atKelvin: temperature) { curves.add(field) }
            }
            curves.close(atKelvin: temperature, draws: draws.count)
        }
        for temperature in temperatures where temperature < eutectic { add(isBelow: true, atKelvin: temperature) }
        for isBelow in [true, false] {
            for (draw, _) in shifted { curves.add(draw.eutectic, isBelow: isBelow) }
            curves.close(atKelvin: eutectic, draws: draws.count)
        }
        for temperature in temperatures where temperature > eutectic { add(isBelow: false, atKelvin: temperature) }
        return curves.boundaries
    }
}

/// Collects the ends of fields, draw by draw and temperature by temperature.
private struct BoundaryCurves {
    private var names: [String]
    private var open: [[Double]]
    private(set) var boundaries: [CampaignReport.Boundary]

    /// A boundary is drawn where at least half of the draws have it.
    private static let minimumShare = 0.5

    init(_ theory: EutecticTheory) {
        let (lean, rich, liquid) = (theory.solids[0], theory.solids[1], theory.liquid)
        names = ["\(lean)/\(rich)", "\(rich)/\(lean)", "\(lean)/\(liquid)", "\(liquid)/\(lean)", "\(liquid)/\(rich)", "\(rich)/\(liquid)"]
        open = Array(repeating: [], count: names.count)
        boundaries = names.map { CampaignReport.Boundary(name: $0, temperatures: [], median: [], lower: [], upper: []) }
    }

    mutating func add(_ field: PhaseField) {
        switch field {
        case .solids(let lean, let rich):
            open[0].append(lean)
            open[1].append(rich)
        case .melt(let lean, let rich):
            if let lean {
                open[2].append(lean.solid)
                open[3].append(lean.liquid)
            }
            if let rich {
                open[4].append(rich.liquid)
                open[5].append(rich.solid)
            }
        }
    }

    /// The ends of the fields that meet in an invariant, from below or from above.
    mutating func add(_ eutectic: EutecticTheory.Eutectic, isBelow: Bool) {
        add(
            isBelow
                ? .solids(lean: eutectic.leanSolid, rich: eutectic.richSolid)
                : .melt(
                    lean: PhaseField.Ends(solid: eutectic.leanSolid, liquid: eutectic.liquid),
                    rich: PhaseField.Ends(solid: eutectic.richSolid, liquid: eutectic.liquid)))
    }

    mutating func close(atKelvin temperature: Double, draws: Int) {
        for index in open.indices {
            let sorted = open[index].sorted()
            open[index] = []
            guard Double(sorted.count) >= Self.minimumShare * Double(draws), let median = quantile(0.5, ofSorted: sorted),
                let lower = quantile(0.05, ofSorted: sorted), let upper = quantile(0.95, ofSorted: sorted)
            else { continue }
            boundaries[index].temperatures.append(temperature)
            boundaries[index].median.append(median)
            boundaries[index].lower.append(lower)
            boundaries[index].upper.append(upper)
        }
    }
}
