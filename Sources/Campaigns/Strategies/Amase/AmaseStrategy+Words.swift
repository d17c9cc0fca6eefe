public import Tieline

extension AmaseStrategy {
    public func verdict(on measurement: Measurement) -> String {
        let phases = measurement.evidence.phases.map { phase in
            let word = phase.probabilityPresent >= 0.95 ? "present" : phase.probabilityPresent <= 0.2 ? "absent" : "unsure"
            return
                "\(phase.peak) \(word) (P = \(fixed(phase.probabilityPresent, 2)), area \(fixed(phase.area, 1)) ± \(fixed(phase.areaStandardDeviation, 1)))"
        }
        return phases.joined(separator: ", ")
    }

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

/// A number with so many digits after the point, whatever the locale.
func fixed(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite else { return "\(value)" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let rounded = (abs(value) * scale).rounded()
    guard rounded < 9e15 else { return "\(value)" }
    let whole = Int(rounded)
    let sign = value < 0 && whole > 0 ? "-" : ""
    guard digits > 0 else { return "\(sign)\(whole)" }
    let unit = Int(scale)
    let fraction = String(whole % unit)
    return "\(sign)\(whole / unit).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
}
