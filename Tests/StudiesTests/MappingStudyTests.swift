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
        #expect(try (39.75...57.5).contains(#require(summary.patternsTo90.median)))
        #expect(try (93...130).contains(#require(summary.patternsToTarget.median)))
    }

    @Test("A study is the same whoever runs it, and its rows fit its document")
    func repeatable() async throws {
        var study = try study("fe-ga-pd", [.leastConfidence, .phaseMapping], seeds: 1)
        study.measurements = 8
        let first = try await study.report(workers: 1, clock: ContinuousClock())
        let second = try await study.report(workers: 2, clock: ContinuousClock())
        #expect(first.runs.map(\.accuracies) == second.runs.map(\.accuracies))
        #expect(first.runs.allSatisfy { $0.accuracies.count == 8 && $0.patternsToTarget == nil })
        // Both begin with the same places, so that they see the second region at the same time.
        #expect(first.runs[0].patternsToTwoRegions == first.runs[1].patternsToTwoRegions)
        let document = try String(decoding: JSONEncoder().encode(first), as: UTF8.self)
        #expect(document.contains("\"patternsToTarget\":null") && document.contains("\"strategies\":[{") && !document.contains("\"map\""))
        let page = MappingStudyPage(first, commandLine: "tieline study").html()
        #expect(page.contains("Maps of the first seed") && page.contains("mark hollow"))
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
