import Tieline

extension Evidence {
    /// `Bi (012) present (P = 1.00, area 63.1 ± 1.2), …`
    var verdict: String {
        phases.map { phase in
            let word = phase.probabilityPresent >= 0.95 ? "present" : phase.probabilityPresent <= 0.2 ? "absent" : "unsure"
            return
                "\(phase.peak) \(word) (P = \(fixed(phase.probabilityPresent, 2)), area \(fixed(phase.area, 1)) ± \(fixed(phase.areaStandardDeviation, 1)))"
        }.joined(separator: ", ")
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
