import Foundation
import PhaseMapping

/// Prints what the learner reaches on the reference cases, and what it costs: the tables of docs/studies/phase-map-learner.md.
@main
enum PhaseMapBenchmark {
    static func main() throws {
        let options = try Options(CommandLine.arguments)
        guard !options.file.isEmpty else {
            FileHandle.standardError.write(Data(Options.usage.utf8))
            exit(2)
        }
        let all = try ReferenceCase.all(inFile: options.file)
        let cases = (options.cases.isEmpty ? all.keys.sorted() : options.cases).compactMap { name in all[name].map { (name, $0) } }
        switch options.model {
        case "calibration": try Calibration.run(truths: options.draws, seed: options.seed)
        case "cost": try FastMode.costs()
        case "beside": try FastMode.besideSampler(options)
        case "change-points": try ChangePoints.run(cases, seed: options.seed)
        case "fast": try FastMode.scores(cases)
        default: try sample(cases, options)
        }
    }

    private static func sample(_ cases: [(String, ReferenceCase)], _ options: Options) throws {
        var document = BenchmarkDocument()
        for (name, item) in cases {
            let sampled = try SampledCase(name, item, options)
            if options.isJSON { document.rows.append(sampled.documentRow) } else { sampled.printRow(isVerbose: options.isVerbose) }
        }
        if options.isJSON { try document.print() }
    }
}
