import ArgumentParser
import Campaigns
import Foundation
import SimulatedBench
import Studies
import Tieline

struct StudyCommand: AsyncParsableCommand, ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "study", abstract: "Run a campaign in silico over many seeds and compare strategies.",
        discussion: """
            Needs no daemon: the campaign's simulated bench is asked in this process. Every run ignores its strategy's stop rule and goes on to the \
            last pattern, so that runs can be compared at every number of patterns. "To target" is the smallest number from which on the error \
            stays within 1 K and 0.01 to the end of the run.
            """)

    /// Where the hidden truths come from.
    enum Truths: String, ExpressibleByArgument, CaseIterable {
        case bench, prior
    }

    @Option(help: "The campaign file; its key `simulation` names the bench.", completion: .file(extensions: ["yaml"]))
    var campaign: String
    @Option(help: "Strategies, separated by commas: \(StrategyName.allCases.map(\.rawValue).joined(separator: ", ")).")
    var strategies = StrategyName.amase.rawValue
    @Option(help: "Seeds 1 to this number, 1...10000.")
    var seeds = 20
    @Option(
        help:
            "bench: the hidden film of the bench, the same for all seeds; prior: a truth for every seed, drawn from the campaign's own prior with its eutectic from 100 to 170 °C and 0.45 to 0.66."
    )
    var truths = Truths.bench
    @Option(help: "Another bench than the campaign names.", completion: .file(extensions: ["yaml"]))
    var bench: String?
    @Option(help: "Patterns of every run, 1...1000.")
    var patterns = 66
    @Option(help: "Runs at the same time; all cores if left out.")
    var workers: Int?
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...10_000).contains(seeds) else { throw ValidationError("--seeds \(seeds) is not from 1 to 10000.") }
        guard (1...1000).contains(patterns) else { throw ValidationError("--patterns \(patterns) is not from 1 to 1000.") }
        if let workers, !(1...256).contains(workers) { throw ValidationError("--workers \(workers) is not from 1 to 256.") }
        _ = try names()
    }

    private func names() throws -> [StrategyName] {
        try strategies.split(separator: ",").map { name in
            guard let strategy = StrategyName(rawValue: String(name)) else {
                throw ValidationError(
                    "There is no strategy `\(name)`. The strategies are \(StrategyName.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            return strategy
        }
    }

    func run() async throws {
        let file = try CampaignFile(reading: TextFile.read(campaign), path: campaign)
        guard let simulation = file.specification.simulation else { throw StudyError.noSimulation(campaign: campaign) }
        let path = bench ?? URL(fileURLWithPath: simulation, relativeTo: URL(fileURLWithPath: campaign).deletingLastPathComponent()).path
        let start = CampaignStart(
            specification: file.specification, database: file.database, parameterSet: file.parameterSet, isSimulated: true)
        var study = Study(
            start, bench: try FilmBench(contentsOf: path, seed: 1), strategies: try names(), seeds: 1...UInt64(seeds),
            truths: truths == .bench ? .bench : .standardPrior)
        study.patterns = patterns
        let total = seeds * study.strategies.count
        let results = try await study.results(
            workers: workers ?? ProcessInfo.processInfo.activeProcessorCount, clock: ContinuousClock()
        ) { strategy, run in
            let target = run.patternsToTarget.map { "\($0) patterns to target" } ?? "target not reached"
            FileHandle.standardError.write(Data("\(strategy.rawValue), seed \(run.seed) of \(seeds): \(target)\n".utf8))
        }
        let document = StudyDocument(
            campaign: file.specification.name, target: file.specification.target, truths: truths.rawValue, seeds: seeds, patterns: patterns,
            strategies: results.map(\.summary))
        if output.json { return try StandardOutput.json(document) }
        StandardOutput.line("\(total) runs of \(patterns) patterns, truths: \(truths.rawValue)")
        for line in StudyText.table(document.strategies).lines { StandardOutput.line(line) }
    }
}

/// What `study --json` prints.
private struct StudyDocument: Encodable {
    var campaign: String
    var target: TargetSpecification
    var truths: String
    var seeds: Int
    var patterns: Int
    var strategies: [StudySummary]
}
