extension StudyTable {
    /// Columns that say nothing in this study are left out.
    public static func mappingHead(_ report: MappingStudyReport) -> [Head] {
        [Head("strategy"), Head("90 % first (quartiles)"), Head("95 % first (quartiles)")]
            + (report.endsAtTarget ? [] : [Head("90 % to the end"), Head("95 % to the end")])
            + [Head("two regions seen")] + (report.optimises ? [Head("best found")] : [])
            + [Head("beliefs not mixed"), Head("a measurement")]
    }

    public static func cells(_ summary: MappingStudyReport.Summary, in report: MappingStudyReport) -> [String] {
        [summary.name, quartiles(summary.patternsToFirst90), quartiles(summary.patternsToFirst95)]
            + (report.endsAtTarget ? [] : [quartiles(summary.patternsTo90), quartiles(summary.patternsToTarget)])
            + [quartiles(summary.patternsToTwoRegions)] + (report.optimises ? [quartiles(summary.patternsToBest)] : [])
            + [summary.unmixed.map(percent) ?? "–", "\(fixed(1000 * summary.secondsPerPattern, 0)) ms"]
    }

    public static let mappingComparisonHead = [
        Head("row"), Head("against"), Head("fewer : more : as many, to 90 %"), Head("sign test p", markup: "sign test <i>p</i>"),
        Head("median, mean"), Head("to 95 %"), Head("sign test p", markup: "sign test <i>p</i>"), Head("median, mean"),
    ]

    public static func cells(_ comparison: MappingComparison) -> [String] {
        [comparison.name, comparison.against]
            + [comparison.to90, comparison.to95].flatMap { difference in
                [
                    "\(difference.wins) : \(difference.losses) : \(difference.ties)", probability(difference.signTest),
                    "\(change(difference.medianIncrease)), \(change(difference.meanIncrease))",
                ]
            }
    }

    private static func change(_ share: Double) -> String { "\(share > 0 ? "+" : "")\(fixed(100 * share, 0)) %" }
}
