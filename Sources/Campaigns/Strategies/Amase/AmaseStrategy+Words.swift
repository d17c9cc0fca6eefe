public import Tieline

extension AmaseStrategy {
    public func verdict(on measurement: Measurement) -> String { measurement.evidence.verdict }

    func reason(for chosen: AmaseCandidates.Score, routine: String, hasPassed: Bool, _ estimate: InvariantEstimate) -> String {
        let gain = "should remove \(fixed(100 * chosen.gain, chosen.gain < 0.1 ? 1 : 0)) % of what is unknown of the \(estimate.kind)"
        let heat =
            hasPassed
            ? "the \(estimate.kind) is passed, and the \(routine) follows from the area that is left"
            : "chance of \(fixed(100 * chosen.probabilityAbove, 0)) % that the \(estimate.kind) is already below"
        // The solidus leaves no label: it is known through areas alone, and a boundary by labels would be the liquidus.
        let place =
            routine == "solidus"
            ? nil
            : boundary(atKelvin: chosen.condition[1], hasPassed: hasPassed).map {
                "the \(routine) is expected at x = \(fixed($0.value, 3)) ± \(fixed($0.standardDeviation, 3))"
            }
        return [gain, heat, place].compactMap(\.self).joined(separator: "; ")
    }
}
