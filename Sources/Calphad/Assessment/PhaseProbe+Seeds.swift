/// Where searches begin: the best of a phase's samples.
extension PhaseProbe {
    /// The sample that lies lowest above a tangent plane becomes the present constitution.
    ///
    /// - Parameters:
    ///   - others: mole fractions to stay away from; nil for none.
    ///   - distance: of some mole fraction.
    /// - Returns: false when there is none.
    mutating func seed(below plane: [Double], awayFrom others: [Double]?, distance: Double) -> Bool {
        var best = (height: Double.infinity, sample: -1)
        for index in phase.samples.indices {
            let fractions = phase.sampleFractions[index]
            if let others, zip(fractions, others).allSatisfy({ abs($0 - $1) <= distance }) { continue }
            var height = energy(phase.samples[index]) / phase.sampleAtoms[index]
            for c in plane.indices { height -= plane[c] * fractions[c] }
            if height < best.height { best = (height, index) }
        }
        return take(best.sample)
    }

    /// The best sample near a composition becomes the present constitution.
    mutating func seed(near fractions: [Double]) -> Bool {
        if let components = phase.componentOfVariable {
            for (i, c) in components.enumerated() { workspace.y[i] = fractions[c] }
            return true
        }
        let thermal = phase.model.gasConstant * temperature
        var best = (height: Double.infinity, sample: -1)
        for index in phase.samples.indices {
            var distance = 0.0
            for c in fractions.indices { distance = max(distance, abs(phase.sampleFractions[index][c] - fractions[c])) }
            let height = energy(phase.samples[index]) / phase.sampleAtoms[index] / thermal + Self.distanceCost * distance
            if height < best.height { best = (height, index) }
        }
        return take(best.sample)
    }

    /// What a mole fraction of one away from the composition costs, in units of `R T`.
    private static let distanceCost = 40.0

    private mutating func take(_ sample: Int) -> Bool {
        guard sample >= 0 else { return false }
        workspace.y = phase.samples[sample]
        return true
    }
}
