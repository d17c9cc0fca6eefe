/// `SN=0.3` on the command line: a name and a number.
struct NamedValue {
    var name: String
    var value: Double

    /// All of them in texts that may hold several, separated by commas.
    static func texts(_ texts: [String]) -> [String] { texts.flatMap { $0.split(separator: ",").map(String.init) } }

    /// Nil for anything else, and for a value outside of the range.
    init?(_ text: String, in range: ClosedRange<Double>) {
        let parts = text.split(separator: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let value = Double(parts[1]), value.isFinite, range.contains(value) else { return nil }
        name = parts[0].uppercased()
        self.value = value
    }
}
