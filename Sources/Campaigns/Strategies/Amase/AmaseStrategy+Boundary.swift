import PhaseMapping
import Tieline

extension AmaseStrategy {
    /// One standard deviation by which a draw of the theory may be wrong about a boundary for reasons outside its parameters, mole fraction.
    private static let theoryBandwidth = 0.003
    /// Draws behind the prior of a boundary.
    private static let boundaryDraws = 60

    /// Where the boundary that is being searched crosses an isotherm: the theory's draws are the prior, the labels measured at this temperature the
    /// evidence. `nil` if no draw has it there.
    ///
    /// Below the eutectic it is the solvus, which the presence of the vanishing solid marks; above it the end of the remaining solid's field,
    /// the liquidus, where that solid's presence ends. (The solidus has no label: the solid is there on both sides of it.)
    func boundary(atKelvin kelvin: Double, hasPassed: Bool) -> Estimate? {
        let window = windowSolid
        let step = max(1, posterior.draws.count / Self.boundaryDraws)
        let deviations = specification.theory.free.map(\.standardDeviation)
        let predictions = stride(from: 0, to: posterior.draws.count, by: step).compactMap { index -> Double? in
            let draw = posterior.draws[index]
            let shifts = zip(draw.z, deviations).map { $0 * $1 }
            let field = theory.shifted(shifts).field(isBelow: !hasPassed, atKelvin: kelvin)
            return field.flatMap { end(of: $0, window) }
        }
        let axis = specification.space.axes[0]
        guard !predictions.isEmpty, predictions.contains(where: axis.contains) else { return nil }
        // Below, the vanishing solid is on the far side of its solvus; above, the window's own solid is on the near side of its liquidus.
        let tracked: PhaseField.Solid = hasPassed ? window : (window == .rich ? .lean : .rich)
        var crossing = BoundaryPosterior(
            axis: axis, predictions: predictions, bandwidth: Self.theoryBandwidth, presentSide: tracked == .lean ? .below : .above,
            labelDeviation: max(specification.sample.moleFractionStandardDeviation, axis.resolution))
        for observation in observations where observation.setKelvin == kelvin {
            guard let area = observation.areas[tracked.rawValue] else { continue }
            crossing.observe(x: observation.x, probabilityPresent: area.probabilityPresent)
        }
        return crossing.estimate
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
