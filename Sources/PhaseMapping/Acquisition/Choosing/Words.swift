#if canImport(Glibc)
    import Glibc
#endif

/// Numbers as sentences have them.
enum Words {
    /// Three significant digits.
    static func number(_ value: Double) -> String {
        guard value != 0, value.isFinite else { return value == 0 ? "0" : "\(value)" }
        let digits = 2 - Int(log10(abs(value)).rounded(.down))
        let scale = pow(10, Double(digits))
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int(rounded)) : "\(rounded)"
    }
}
