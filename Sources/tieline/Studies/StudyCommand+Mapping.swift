import ArgumentParser
import Campaigns
import Foundation
import SimulatedBench
import Studies
import Tieline

/// Studies of campaigns that map phases.
extension StudyCommand {
    func runMapping(_ file: CampaignFile) async throws {
        guard truths == .bench, evidence == nil, !ignoreDiscrepancy else {
            throw ValidationError("A study of phase maps knows neither --truths nor --evidence, --ignore-discrepancy.")
        }
        if let html { try TextFile.checkWritable(html) }
        let start = CampaignStart(specification: file.specification, database: "", parameterSet: "", isSimulated: true)
        var study = MappingStudy(
            start, bench: try MapBench(contentsOf: benchPath(file), seed: 1), strategies: try names(otherwise: .phaseMapping),
            seeds: 1...UInt64(seeds))
        study.measurements = patterns
        study.endsAtTarget = untilTarget
        if let statements {
            study.statements = try StatementSet.sets(parsing: TextFile.read(statements), file: statements, for: file.specification)
        }
        let count = seeds
        let report = try await study.report(
            workers: workers ?? ProcessInfo.processInfo.activeProcessorCount, clock: ContinuousClock()
        ) { run in
            let target = run.patternsToFirst95.map { "\($0) measurements to 95 %" } ?? "95 % not reached"
            StandardError.line("\(run.strategy), seed \(run.seed) of \(count): \(target)")
        }
        if let html {
            try TextFile.write(MappingStudyPage(report, commandLine: Self.typed(CommandLine.arguments)).html(), to: html)
            StandardError.line("wrote \(html)")
        }
        if output.json { return try StandardOutput.json(report) }
        StandardOutput.line("\(report.runs.count) runs of at most \(patterns) measurements; shares of the map that are right, by the bench's truth")
        for line in StudyText.lines(report) { StandardOutput.line(line) }
    }
}
