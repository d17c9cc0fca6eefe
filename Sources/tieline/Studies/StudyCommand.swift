public import ArgumentParser
import Campaigns
import FoundationEssentials
import SimulatedBench
import Studies
public import Tieline

struct StudyCommand: AsyncParsableCommand, ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "study", abstract: "Run a campaign in silico over many seeds and compare strategies.",
        discussion: """
            Needs no daemon: the campaign's simulated bench is asked in this process. Every run ignores its strategy's stop rule and goes on to the \
            last pattern, so that runs can be compared at every number of patterns. "To target" is the smallest number from which on the error \
            stays within 1 K and 0.01 to the end of the run; ∞ stands for never. Further strategies are compared with the first one seed by seed, by the \
            exact sign test.

            EXAMPLES:
              tieline study --campaign sn-bi-film.yaml --html study.html \\
                --strategies amase,amase-published
              tieline study --campaign sn-bi-film.yaml --truths prior \\
                --seeds 100 --evidence presence --json > study.json
              tieline study --campaign circle.yaml --patterns 300 \\
                --strategies phase-mapping,least-confidence,random
              tieline study --campaign circle.yaml --patterns 60 --seeds 100 \
                --until-target --statements config/statements/circle.yaml
            """)

    /// Where the hidden truths come from.
    enum Truths: String, ExpressibleByArgument, CaseIterable {
        case bench, prior, beyond
    }

    @Option(help: "The campaign file; its key `simulation` names the bench.", completion: .file(extensions: ["yaml"]))
    var campaign: String
    @Option(
        help:
            "Strategies, separated by commas, the others compared with the first: \(StrategyName.allCases.map(\.rawValue).joined(separator: ", ")). Left out: amase, or phase-mapping for a campaign that maps phases; `sage` is another name for that one."
    )
    var strategies: String?
    @Option(help: "Seeds 1 to this number, 1...10000.")
    var seeds = 20
    @Option(
        help:
            "bench: the hidden film of the bench, the same for all seeds; prior: a truth for every seed, drawn from the campaign's own prior with its invariant inside the axes (sn-bi-film: from 100 to 170 °C and 0.45 to 0.66); beyond: the same with the terms of `theory.discrepancy` drawn as well."
    )
    var truths = Truths.bench
    @Flag(help: "The belief does without the terms of `theory.discrepancy`: what are they worth?")
    var ignoreDiscrepancy = false
    @Option(help: "Another bench than the campaign names.", completion: .file(extensions: ["yaml"]))
    var bench: String?
    @Option(help: "areas or presence: what of a pattern the belief uses, whatever the campaign says.")
    var evidence: EvidenceUse?
    @Option(help: "Patterns of every run, 1...1000.")
    var patterns = 66
    @Option(
        help:
            "A file of sets of statements, for a campaign that maps phases: each set in a row of its own, compared with the same strategy without any (config/statements/circle.yaml).",
        completion: .file(extensions: ["yaml"]))
    var statements: String?
    @Flag(help: "A run of a campaign that maps phases ends when 95 % of the map is right for the first time.")
    var untilTarget = false
    @Option(help: "Runs at the same time; all cores if left out.")
    var workers: Int?
    @Option(help: "Write one self-contained page with the tables and plots.", completion: .file(extensions: ["html"]))
    var html: String?
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...10_000).contains(seeds) else { throw ValidationError("--seeds \(seeds) is not from 1 to 10000.") }
        guard (1...1000).contains(patterns) else { throw ValidationError("--patterns \(patterns) is not from 1 to 1000.") }
        if let workers, !(1...256).contains(workers) { throw ValidationError("--workers \(workers) is not from 1 to 256.") }
        _ = try names()
    }

    func names(otherwise standard: StrategyName = .amase) throws -> [StrategyName] {
        let all = StrategyName.allCases.map(\.rawValue).joined(separator: ", ")
        guard let strategies else { return [standard] }
        let names = try strategies.split(separator: ",").map { name in
            guard let strategy = StrategyName(rawValue: name == "sage" ? StrategyName.phaseMapping.rawValue : String(name)) else {
                throw ValidationError("There is no strategy `\(name)`. The strategies are \(all).")
            }
            return strategy
        }
        guard !names.isEmpty else { throw ValidationError("--strategies names none. The strategies are \(all).") }
        guard Set(names).count == names.count else { throw ValidationError("--strategies names one twice: \(strategies).") }
        return names
    }

    func run() async throws {
        let file = try campaignFile()
        guard file.specification.mapping == nil else { return try await runMapping(file) }
        guard statements == nil, !untilTarget else {
            throw ValidationError("--statements and --until-target are for campaigns that map phases, and \(file.specification.name) maps none.")
        }
        let study = try study()
        // Now, not after an hour's work.
        if let html { try TextFile.checkWritable(html) }
        let count = seeds
        let results = try await study.results(
            workers: workers ?? ProcessInfo.processInfo.activeProcessorCount, clock: ContinuousClock()
        ) { strategy, run in
            let target = run.patternsToTarget.map { "\($0) patterns to target" } ?? "target not reached"
            StandardError.line("\(strategy.rawValue), seed \(run.seed) of \(count): \(target)")
        }
        let report = StudyReport(study, results)
        if let html {
            try TextFile.write(StudyPage(report, commandLine: Self.typed(CommandLine.arguments)).html(), to: html)
            StandardError.line("wrote \(html)")
        }
        if output.json { return try StandardOutput.json(report) }
        StandardOutput.line(
            "\(seeds * results.count) runs of \(patterns) patterns, truths: \(truths.rawValue), evidence: \(report.evidence.rawValue)")
        for line in StudyText.lines(report) { StandardOutput.line(line) }
    }

    /// - Throws: `SpecificationError` for a file that is missing or wrong, `StudyError` `noSimulation`.
    func study() throws -> Study {
        let file = try campaignFile()
        let path = try benchPath(file)
        var start = CampaignStart(
            specification: file.specification, database: file.database, parameterSet: file.parameterSet, isSimulated: true)
        if let evidence { start.specification.evidence = evidence }
        var study = Study(
            start, bench: try FilmBench(contentsOf: path, seed: 1), strategies: try names(), seeds: 1...UInt64(seeds),
            truths: try source(file.specification))
        study.patterns = patterns
        study.ignoresDiscrepancy = ignoreDiscrepancy
        return study
    }

    func campaignFile() throws -> CampaignFile { try CampaignFile(reading: TextFile.read(campaign), path: campaign) }

    /// The bench that the command line or the campaign names.
    /// - Throws: `StudyError` `noSimulation`.
    func benchPath(_ file: CampaignFile) throws -> String {
        if let bench { return bench }
        guard let simulation = file.specification.simulation else { throw StudyError.noSimulation(campaign: campaign) }
        return URL(filePath: simulation, relativeTo: URL(filePath: campaign).deletingLastPathComponent()).path
    }

    private func source(_ specification: CampaignSpecification) throws -> TruthSource {
        guard truths != .beyond || !specification.theory.discrepancy.isEmpty else { throw StudyError.noDiscrepancy(campaign: campaign) }
        return switch truths {
        case .bench: .bench
        case .prior: .prior(of: specification)
        case .beyond: .prior(of: specification).beyond
        }
    }

    /// The command as a shell takes it again; the program by its name only, wherever it lies.
    static func typed(_ arguments: [String]) -> String {
        (["tieline"] + arguments.dropFirst()).map { argument in
            let isPlain = !argument.isEmpty && argument.unicodeScalars.allSatisfy { plain.contains($0) }
            return isPlain ? argument : "'" + argument.replacing("'", with: "'\\''") + "'"
        }.joined(separator: " ")
    }

    /// What no shell reads as anything but itself.
    private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./,:=+@%".unicodeScalars)
}

extension EvidenceUse: ExpressibleByArgument {}
