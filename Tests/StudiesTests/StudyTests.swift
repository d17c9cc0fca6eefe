import Campaigns
import Foundation
import SimulatedBench
import Studies
import Testing
import Tieline

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("A study from its runs to its page")
struct StudyTests {
    /// A clock that stands still: what it measures is the same every time.
    private struct StillClock: Clock {
        struct Instant: InstantProtocol {
            func advanced(by duration: Duration) -> Instant { self }
            func duration(to other: Instant) -> Duration { .zero }
            static func < (one: Instant, two: Instant) -> Bool { false }
        }

        var now: Instant { Instant() }
        var minimumResolution: Duration { .zero }
        func sleep(until deadline: Instant, tolerance: Duration?) async throws {}
    }

    /// The campaign of the demonstration, few patterns.
    private func study(_ strategies: [StrategyName], seeds: UInt64, patterns: Int, truths: TruthSource = .bench) throws -> Study {
        let config = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../config").standardized
        let path = config.appending(path: "campaigns/sn-bi-film.yaml").path
        let file = try CampaignFile(reading: String(contentsOfFile: path, encoding: .utf8), path: path)
        let start = CampaignStart(
            specification: file.specification, database: file.database, parameterSet: file.parameterSet, isSimulated: true)
        let bench = try FilmBench(contentsOf: config.appending(path: "benches/sn-bi-film.yaml").path, seed: 1)
        var study = Study(start, bench: bench, strategies: strategies, seeds: 1...seeds, truths: truths)
        study.patterns = patterns
        return study
    }

    /// Runs made up, with names as in a real study.
    private func made(_ strategies: [StrategyName]) throws -> StudyReport {
        let study = try study(strategies, seeds: 5, patterns: 10)
        return StudyReport(
            study,
            strategies.enumerated().map { index, strategy in
                Study.Result(strategy: strategy, runs: (1...5).map { .reaching($0 == 5 ? nil : $0 + index, seed: UInt64($0)) })
            })
    }

    @Test("One worker and two find the same, bit for bit, on truths of the prior", .timeLimit(.minutes(4)))
    func workers() async throws {
        let study = try study([.amase, .random], seeds: 2, patterns: 2, truths: .standardPrior)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        var documents: [Data] = []
        for workers in [1, 2] {
            let results = try await study.results(workers: workers, clock: StillClock())
            #expect(results.map(\.strategy) == [.amase, .random] && results.allSatisfy { $0.runs.map(\.seed) == [1, 2] })
            #expect(results[0].runs.map(\.truth.temperature) == results[1].runs.map(\.truth.temperature))
            documents.append(try encoder.encode(StudyReport(study, results)))
        }
        #expect(documents[0] == documents[1])
    }

    @Test("JSON has the keys of the design, and a row for every run")
    func json() throws {
        let report = try made([.amase, .grid])
        let object = try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(report)) as? [String: Any])
        #expect(
            Set(object.keys)
                == ["campaign", "bench", "truths", "usesDiscrepancy", "target", "evidence", "seeds", "patterns", "strategies", "comparisons", "runs"])
        #expect(object["campaign"] as? String == "sn-bi-film" && object["evidence"] as? String == "areas" && object["seeds"] as? Int == 5)
        let strategies = try #require(object["strategies"] as? [[String: Any]])
        #expect(strategies.map { $0["name"] as? String } == ["amase", "grid"])
        let comparisons = try #require(object["comparisons"] as? [[String: Any]])
        #expect(comparisons.count == 1 && comparisons[0]["losses"] as? Int == 4 && comparisons[0]["medianDifference"] as? Double == 1)
        let runs = try #require(object["runs"] as? [[String: Any]])
        #expect(runs.count == 10 && runs[4]["patternsToTarget"] is NSNull && runs[5]["patternsToTarget"] as? Int == 2)
        #expect((runs[0]["truth"] as? [String: Double])?["temperature"] == 400 && runs[0]["estimate"] is [String: Any])
    }

    @Test("The page is well formed, holds a curve a strategy and nothing from elsewhere")
    func page() throws {
        for strategies in [[StrategyName.amase], StrategyName.allCases] {
            let html = StudyPage(try made(strategies), commandLine: "tieline study --campaign 'a <b> & c.yaml'").html()
            let reader = PageReader()
            let parser = XMLParser(data: Data(html.replacing("<!DOCTYPE html>\n", with: "").utf8))
            parser.delegate = reader
            #expect(parser.parse(), "line \(parser.lineNumber): \(String(describing: parser.parserError))")
            // Five with curves: runs at target, two errors, two coverages; four with histograms and distributions.
            #expect(reader.figures == 9)
            #expect(reader.curves == strategies.count * 5)
            #expect(html.contains("a &lt;b&gt; &amp; c.yaml") && !html.contains("<script") && !html.contains("nan"))
            let links = html.replacing("http://www.w3.org/2000/svg", with: "")
            #expect(!links.contains("http") && !links.contains("@import") && !links.contains(" src="))
            for strategy in strategies { #expect(html.contains(">\(strategy.rawValue)</text>")) }
        }
    }

    private final class PageReader: NSObject, XMLParserDelegate {
        var curves = 0
        var figures = 0

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String] = [:]
        ) {
            if name == "figure" { figures += 1 }
            if name == "path", attributes["class"]?.hasPrefix("curve ") == true { curves += 1 }
        }
    }
}
