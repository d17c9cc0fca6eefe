/// The cells of a study's two tables, the same on the page and in the terminal.
public enum StudyTable {
    public struct Head: Sendable {
        public var text: String
        /// The same for the page.
        public var markup: String

        init(_ text: String, markup: String? = nil) {
            self.text = text
            self.markup = markup ?? text
        }
    }

    private static let te = "<i>T</i><sub>e</sub>"
    private static let xe = "<i>x</i><sub>e</sub>"

    public static let summaryHead = paceHead + accuracyHead.dropFirst()

    public static func cells(_ summary: StudySummary) -> [String] { paceCells(summary) + accuracyCells(summary).dropFirst() }

    /// How fast: the first half of the summary, a table of its own where a page is narrow.
    static let paceHead = [
        Head("strategy"), Head("to target (quartiles)"), Head("within 40"), Head("within 66"), Head("stops at"), Head("temperatures"),
        Head("a pattern"),
    ]

    static func paceCells(_ summary: StudySummary) -> [String] {
        [
            summary.name, quartiles(summary.patternsToTarget), percent(summary.fractionWithin40), percent(summary.fractionWithin66),
            quartiles(summary.patternsAtStop), short(summary.medianTemperatures), "\(fixed(1000 * summary.secondsPerPattern, 0)) ms",
        ]
    }

    /// How near, and how honest: the other half.
    static let accuracyHead = [
        Head("strategy"), Head("error T_e", markup: "error \(te)"), Head("error x_e", markup: "error \(xe)"),
        Head("90 % covers T_e, x_e", markup: "90 % covers \(te), \(xe)"), Head("at stop"),
    ]

    static func accuracyCells(_ summary: StudySummary) -> [String] {
        [
            summary.name, summary.medianError.map { "\(fixed($0.temperature, 2)) K" } ?? "–",
            summary.medianError.map { fixed($0.composition, 4) } ?? "–", coverage(summary.coverage90), coverage(summary.coverage90AtStop),
        ]
    }

    public static let comparisonHead = [
        Head("strategy"), Head("against"), Head("wins"), Head("losses"), Head("ties"), Head("patterns more (both reach)"),
        Head("sign test p", markup: "sign test <i>p</i>"),
    ]

    public static func cells(_ comparison: StudyComparison) -> [String] {
        [
            comparison.name, comparison.against, "\(comparison.wins)", "\(comparison.losses)", "\(comparison.ties)",
            comparison.medianDifference.map { "\($0 > 0 ? "+" : "")\(short($0)) (\(comparison.bothReach))" } ?? "– (\(comparison.bothReach))",
            probability(comparison.signTest),
        ]
    }

    static func quartiles(_ values: StudySummary.Quartiles) -> String {
        func text(_ value: Double?) -> String { value.map(short) ?? "∞" }
        return "\(text(values.median)) (\(text(values.q1)) to \(text(values.q3)))"
    }

    private static func coverage(_ coverage: StudySummary.Coverage?) -> String {
        coverage.map { "\(percent($0.temperature)), \(percent($0.composition))" } ?? "–"
    }

    static func percent(_ share: Double) -> String { "\(fixed(100 * share, 0)) %" }

    /// A quantile of counts has quarters at most: `12`, `12.5`, `12.25`.
    private static func short(_ value: Double) -> String {
        for decimals in 0...1 where abs(value - (Double(fixed(value, decimals)) ?? .infinity)) < 1e-9 { return fixed(value, decimals) }
        return fixed(value, 2)
    }

    static func probability(_ value: Double) -> String {
        if value < 0.000_1 { return "< 0.0001" }
        return fixed(value, value < 0.01 ? 4 : value < 0.1 ? 3 : 2)
    }

    /// With exactly so many digits after the point, `0...4`.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite, value.magnitude < 1e12 else { return "–" }
        let scale = [1.0, 10, 100, 1_000, 10_000][decimals]
        let digits = String(Int((value.magnitude * scale).rounded()))
        let sign = value < 0 && digits.contains { $0 != "0" } ? "-" : ""
        guard decimals > 0 else { return sign + digits }
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
    }
}
