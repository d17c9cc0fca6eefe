import Campaigns
import FoundationEssentials
import SimulatedBench
import Studies
import Testing
import Tieline

/// Studies of strategies that map phases.
struct MappingStudyTests {
    private static let config = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/") + "/config"

    private func study(_ name: String, _ strategies: [StrategyName], seeds: UInt64) throws -> MappingStudy {
        let path = "\(Self.config)/campaigns/\(name).yaml"
        let file = try CampaignFile(reading: String(contentsOfFile: path, encoding: .utf8), path: path)
        return MappingStudy(
            CampaignStart(specification: file.specification, database: "", parameterSet: "", isSimulated: true),
            bench: try MapBench(contentsOf: "\(Self.config)/benches/\(name).yaml", seed: 1), strategies: strategies, seeds: 1...seeds)
    }

    @Test("Random sampling needs what the reference needed: some 49 of Fe-Ga-Pd's 278 samples for 90 % of the map, 115 for 95 %")
    func random() async throws {
        var study = try study("fe-ga-pd", [.random], seeds: 20)
        study.measurements = 278
        let report = try await study.report(workers: 2, clock: ContinuousClock())
        // Label propagation by scikit-learn on the same pool, other random orders: medians 49 [39.75, 57.5] and 115.5 [100.5, 129.5].
        let summary = report.strategies[0]
        #expect(try (39.75...57.5).contains(#require(summary.patternsToFirst90.median)))
        #expect(try (93...130).contains(#require(summary.patternsToFirst95.median)))
        // What holds to the end begins no sooner, and random labels tell nobody that they have no draws.
        for run in report.runs {
            #expect(try #require(run.patternsToTarget) >= #require(run.patternsToFirst95))
            #expect(run.unmixed == nil && run.patternsToBest != nil)
        }
    }

    @Test("A study is the same whoever runs it, and its rows fit its document")
    func repeatable() async throws {
        var study = try study("fe-ga-pd", [.leastConfidence, .phaseMapping], seeds: 1)
        study.measurements = 8
        let first = try await study.report(workers: 1, clock: ContinuousClock())
        let second = try await study.report(workers: 2, clock: ContinuousClock())
        #expect(first.runs.map(\.accuracies) == second.runs.map(\.accuracies))
        #expect(first.runs.allSatisfy { $0.accuracies.count == 8 && $0.patternsToFirst95 == nil && $0.patternsToTarget == nil })
        // Both begin with the same places, so that they see the second region at the same time.
        #expect(first.runs[0].patternsToTwoRegions == first.runs[1].patternsToTwoRegions)
        let document = try String(decoding: JSONEncoder().encode(first), as: UTF8.self)
        #expect(document.contains("\"patternsToTarget\":null") && document.contains("\"strategies\":[{") && !document.contains("\"map\""))
        let page = MappingStudyPage(first, commandLine: "tieline study").html()
        #expect(page.contains("Maps of the first seed") && page.contains("mark hollow"))
    }

    @Test("Sets of statements are rows of their own beside the strategy without any, and only those that take statements have them")
    func statements() async throws {
        var study = try study("circle", [.phaseMapping, .random], seeds: 2)
        study.measurements = 6
        study.endsAtTarget = true
        let path = "\(Self.config)/statements/circle.yaml"
        let sets = try StatementSet.sets(parsing: String(contentsOfFile: path, encoding: .utf8), file: path, for: study.start.specification)
        study.statements = Array(sets.prefix(1))
        let report = try await study.report(workers: 2, clock: ContinuousClock())
        #expect(report.strategies.map(\.name) == ["phase-mapping", "phase-mapping: \(sets[0].name)", "random"])
        #expect(report.comparisons.map(\.against) == ["phase-mapping", "phase-mapping"])
        #expect(report.runs[0].accuracies != report.runs[2].accuracies && report.runs.allSatisfy { $0.patternsToTarget == nil })
        #expect(StudyTable.cells(report.comparisons[0]).count == StudyTable.mappingComparisonHead.count)
    }

    @Test("Every set of statements that the configuration has can be read; two of one name cannot", arguments: ["circle", "fe-ga-pd"])
    func statementFiles(name: String) throws {
        let path = "\(Self.config)/statements/\(name).yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let specification = try study(name, [.random], seeds: 1).start.specification
        #expect(try StatementSet.sets(parsing: text, file: path, for: specification).count >= 8)
        let error = try #require(throws: SpecificationError.self) {
            _ = try StatementSet.sets(parsing: "statements:\n  - {name: a, priors: []}\n  - {name: a, priors: []}\n", file: path, for: specification)
        }
        #expect(error.field.hasSuffix("name"))
    }

    @Test("A bench whose regions the campaign does not know is refused")
    func otherRegions() async throws {
        let fe = try study("fe-ga-pd", [.random], seeds: 1)
        let circle = try study("circle", [.random], seeds: 1)
        await #expect(throws: SpecificationError.self) {
            var mixed = circle
            mixed.bench = fe.bench
            _ = try await mixed.report(workers: 1, clock: ContinuousClock())
        }
    }
}
