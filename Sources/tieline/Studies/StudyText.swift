import Studies

/// A study as tables for people: one row a strategy, then one a comparison.
enum StudyText {
    static func lines(_ report: StudyReport) -> [String] {
        var lines = table(StudyTable.summaryHead, report.strategies.map(StudyTable.cells))
        guard !report.comparisons.isEmpty else { return lines }
        lines += ["", "against \(report.comparisons[0].against), on the same seeds"]
        return lines + table(StudyTable.comparisonHead, report.comparisons.map(StudyTable.cells))
    }

    static func lines(_ report: MappingStudyReport) -> [String] {
        let lines = table(StudyTable.mappingHead(report), report.strategies.map { StudyTable.cells($0, in: report) })
        guard !report.comparisons.isEmpty else { return lines }
        return lines + ["", "on the same seeds, to the first time"]
            + table(StudyTable.mappingComparisonHead, report.comparisons.map(StudyTable.cells))
    }

    private static func table(_ head: [StudyTable.Head], _ rows: [[String]]) -> [String] { TextTable(rows: [head.map(\.text)] + rows).lines }
}
