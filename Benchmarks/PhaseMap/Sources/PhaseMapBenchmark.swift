import Foundation
import PhaseMapping

/// Prints what the learner reaches on the reference cases, and what it costs: the tables of docs/studies/phase-map-learner.md.
@main
enum PhaseMapBenchmark {
    static func main() {
        do { try run(Options(CommandLine.arguments)) } catch let error as WrongUsage {
            fail("phase-map-benchmark: \(error.message)\n\(Options.usage)", status: 2)
        } catch { fail("phase-map-benchmark: \(error.localizedDescription)\n", status: 1) }
    }

    private static func fail(_ text: String, status: Int32) -> Never {
        FileHandle.standardError.write(Data(text.utf8))
        exit(status)
    }

    private static func run(_ options: Options) throws {
        guard !options.isHelp else { return print(Options.usage, terminator: "") }
        let all = try ReferenceCase.all(inFile: options.file)
        let cases = try (options.cases.isEmpty ? all.keys.sorted() : options.cases).map { name in
            guard let item = all[name] else {
                throw WrongUsage("\(options.file) has no case \(name); it has \(all.keys.sorted().joined(separator: ", "))")
            }
            return (name, item)
        }
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
