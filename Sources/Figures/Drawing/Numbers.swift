/// Numbers as people read them.
enum Numbers {
    /// `value` with exactly `decimals` digits after the point, `0...9`; a dash where there is no finite number.
    ///
    /// - Parameter minus: The typographic minus `−` in figures and pages; `-` where a program may read the text.
    static func fixed(_ value: Double, _ decimals: Int, minus: String = "−") -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (value.magnitude * scale).rounded()
        // Above 2⁵³ a double has no digits after the point left to show.
        guard value.isFinite, scaled < 0x1p53 else { return value.isFinite ? "\(value)" : "–" }
        let whole = Int(scaled)
        let sign = value < 0 && whole != 0 ? minus : ""
        guard decimals > 0 else { return sign + String(whole) }
        let digits = String(whole)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    /// A coordinate of a drawing, in hundredths: as exact as a screen, and the same text on every machine.
    static func coordinate(_ value: Double) -> String {
        let text = fixed(value, 2, minus: "-")
        return text.hasSuffix(".00") ? String(text.dropLast(3)) : text
    }

    /// The fewest decimals, at least `fewest` and at most 6, that show a first digit of `standardDeviation`: `0.03` needs two.
    static func decimals(toShow standardDeviation: Double, fewest: Int) -> Int {
        guard standardDeviation.isFinite, standardDeviation > 0 else { return fewest }
        var decimals = 0
        var scaled = standardDeviation
        while scaled < 0.95, decimals < 6 {
            scaled *= 10
            decimals += 1
        }
        return max(fewest, decimals)
    }

    /// `12 min`, `3 h 05 min`: lab time to the minute.
    static func duration(seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "–" }
        let minutes = Int((seconds / 60).rounded())
        guard minutes >= 60 else { return "\(minutes) min" }
        let rest = minutes % 60
        return "\(minutes / 60) h" + (rest == 0 ? "" : " \(rest < 10 ? "0" : "")\(rest) min")
    }
}
