import Foundation
import Studies
import Testing
import Tieline

@Suite("Runs summed up, and compared")
struct StudySummaryTests {
    @Test("Quartiles: interpolated between counts, infinite as soon as an infinite one has a part in them")
    func quartiles() {
        func quartiles(_ values: [Int?]) -> [Double?] {
            let quartiles = StudySummary.Quartiles(values)
            return [quartiles.q1, quartiles.median, quartiles.q3]
        }
        #expect(quartiles([]) == [nil, nil, nil])
        #expect(quartiles([7]) == [7, 7, 7])
        #expect(quartiles([nil]) == [nil, nil, nil])
        #expect(quartiles([4, 1, 2, 3]) == [1.75, 2.5, 3.25])
        #expect(quartiles([1, 2, 3, 4, nil]) == [2, 3, 4])
        #expect(quartiles([1, 2, 3, nil]) == [1.75, 2.5, nil])
        #expect(quartiles([1, 2, nil, nil]) == [1.75, nil, nil])
        #expect(quartiles([nil, 5, nil, nil, nil]) == [nil, nil, nil])
        #expect(quartiles([nil, 5, 6, nil, nil]) == [6, nil, nil])
    }

    @Test("Shares within 40 and 66 count runs that never get there as outside")
    func fractions() {
        func run(_ count: Int?) -> StudyRun { .made(errors: (1...70).map { ($0 >= (count ?? .max) ? 0 : 5, 0) }) }
        let summary = StudySummary("amase", [run(1), run(40), run(41), run(66), run(67), run(nil)])
        #expect(summary.runs == 6)
        #expect(summary.fractionWithin40 == 2.0 / 6 && summary.fractionWithin66 == 4.0 / 6)
    }

    @Test("Coverage: 1.645 standard deviations to either side, at the end and where the rule stops")
    func coverage() {
        let runs = [
            StudyRun.made(errors: [(1.7, 0), (1.6, 0)], patternsAtStop: 1), .made(errors: [(0, 0), (-1.6, 0.017)], patternsAtStop: 1),
            .made(errors: [(0, 0), (-1.7, 0)]), .made(errors: [(0, 0), (0, -0.01)]),
        ]
        let summary = StudySummary("amase", runs)
        #expect(summary.coverage90?.temperature == 0.75 && summary.coverage90?.composition == 0.75)
        #expect(summary.coverage90AtStop?.temperature == 0.5 && summary.coverage90AtStop?.composition == 1)
        #expect(summary.patternsAtStop.q1 == 1 && summary.patternsAtStop.median == nil)
        let none = StudySummary("amase", [.made(errors: [])])
        #expect(none.coverage90 == nil && none.medianError == nil)
    }

    @Test("Compared seed by seed: wins, losses, ties, and the difference where both get there")
    func comparison() {
        func result(_ strategy: StrategyName, _ counts: [Int?]) -> Study.Result {
            Study.Result(strategy: strategy, runs: counts.enumerated().map { .reaching($0.element, seed: UInt64($0.offset + 1)) })
        }
        let reference = result(.amase, [3, 3, nil, 4, 5, nil, 2])
        let comparison = StudyComparison(result(.grid, [5, 2, 7, nil, 5, nil, 6]), against: reference)
        #expect(comparison.name == "grid" && comparison.against == "amase")
        #expect(comparison.wins == 2 && comparison.losses == 3 && comparison.ties == 2)
        #expect(comparison.bothReach == 4 && comparison.medianDifference == 1)
        #expect(abs(comparison.signTest - 1) < 1e-13)
        let never = StudyComparison(result(.random, Array(repeating: nil, count: 7)), against: reference)
        #expect(never.wins == 0 && never.losses == 5 && never.ties == 2 && never.medianDifference == nil)
        #expect(abs(never.signTest - 2.0 / 32) < 1e-13)
    }

    @Test("JSON: what does not exist is null, and every row has every key")
    func json() throws {
        let summary = StudySummary("grid", [.reaching(nil), .reaching(4), .reaching(nil)])
        let object = try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(summary)) as? [String: Any])
        let quartiles = try #require(object["patternsToTarget"] as? [String: Any])
        #expect(Set(quartiles.keys) == ["median", "q1", "q3"])
        #expect(quartiles["median"] is NSNull && quartiles["q3"] is NSNull)
        #expect(object["coverage90AtStop"] is NSNull)
        #expect((object["coverage90"] as? [String: Double])?["composition"] == 1)
        #expect(object["fractionWithin66"] as? Double == 1.0 / 3)
    }
}
