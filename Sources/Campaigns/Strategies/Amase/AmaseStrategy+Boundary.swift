import Inference
import Tieline

extension AmaseStrategy {
    /// Draws behind the mean.
    private static let boundaryDraws = 60

    /// Where the boundary that is being searched crosses an isotherm, by the posterior's draws, which have seen every pattern, at the sample's own
    /// temperature: the solvus below the eutectic, the liquidus above. `nil` if no draw has it inside the window.
    func boundary(atKelvin kelvin: Double, hasPassed: Bool) -> Estimate? {
        let window = windowSolid
        let step = max(1, posterior.draws.count / Self.boundaryDraws)
        let deviations = specification.theory.moving.map(\.standardDeviation)
        let offset = specification.measurement.offsetStandardDeviationKelvin
        let positions = stride(from: 0, to: posterior.draws.count, by: step).compactMap { index -> Double? in
            let draw = posterior.draws[index]
            let shifts = zip(draw.z, deviations).map { $0 * $1 }
            let field = theory.shifted(shifts).field(isBelow: !hasPassed, atKelvin: kelvin - offset * draw.z[deviations.count])
            return field.flatMap { end(of: $0, window) }
        }
        guard positions.contains(where: specification.space.axes[0].contains) else { return nil }
        let moments = weightedMoments(positions, weights: Array(repeating: 1, count: positions.count))
        return Estimate(moments.mean, standardDeviation: moments.standardDeviation)
    }

    /// The end of the field that the window lies in.
    private func end(of field: PhaseField, _ window: PhaseField.Solid) -> Double? {
        switch (field, window) {
        case (.solids(_, let rich), .rich): rich
        case (.solids(let lean, _), .lean): lean
        case (.melt(_, let ends), .rich), (.melt(let ends, _), .lean): ends?.liquid
        }
    }
}
