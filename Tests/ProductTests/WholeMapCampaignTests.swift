import Campaigns
import Foundation
import Journal
import SimulatedBench
import Testing
import Tieline

/// Campaigns that map phases, with bench, daemon and command line as processes, on HTTP and a Unix socket.
@Suite("A whole campaign of a phase map on the wire", .serialized, .timeLimit(.minutes(5)))
struct WholeMapCampaignTests {
    /// The circle in steps of 0.4, eleven by eleven places, and so many measurements.
    private static func short(_ patterns: Int, strategy: String = "phase-mapping") -> KeyValuePairs<String, String> {
        ["resolution: 0.1": "resolution: 0.4", "patterns: 60": "patterns: \(patterns)", "strategy: phase-mapping": "strategy: \(strategy)"]
    }

    @Test("The circle: a prior is said and withdrawn, the campaign ends, and its report has the map that the truth has")
    func circle() async throws {
        let site = try await BenchSite(seed: 1, .circle, edits: Self.short(24))
        let daemon = try await site.startDaemon()
        let started = try await site.tieline("run", site.campaign, "--json")
        #expect(started.status == 0, "\(started.errors)")
        let said = try await site.tieline(
            "prior", "add", "latest", "ball", "--center", "0,0", "--radius", "0.1", "--phases", "inside", "--certainty", "0.8", "--because", "seen")
        #expect(said.status == 0, "\(said.errors)")
        let unknown = try await site.tieline(
            "prior", "add", "latest", "ball", "--center", "0,0", "--radius", "0.1", "--phases", "LIQUID", "--certainty", "0.8", "--because", "seen")
        #expect(unknown.status == 1 && unknown.errors.contains("outside, inside"), "\(unknown.errors)")
        #expect(try await site.tieline("prior", "withdraw", "latest", "prior-1", "--because", "not so sure").status == 0)
        let watch = try await site.tieline("watch", "latest", "--json")
        #expect(watch.status == 0, "\(watch.errors.suffix(400))")
        let report = try await site.report()
        #expect(report.status.state == .finished && report.status.isSimulated && report.points.isEmpty)
        let map = try #require(report.map)
        #expect(map.samples.count == report.status.patterns && map.points.count == 121)
        // What is at least half a step inside the disc or outside it, and believed: the truth is the disc of radius 1 about the origin.
        for point in map.points where point.doubt < 0.05 {
            let distance = (point.condition[0] * point.condition[0] + point.condition[1] * point.condition[1]).squareRoot()
            guard abs(distance - 1) > 0.2 else { continue }
            #expect(map.regions[point.region] == (distance < 1 ? "inside" : "outside"), "\(point.condition.coordinates)")
        }
        #expect(try #require(report.status.map?.expectedAccuracy) > 0.8)
        let text = try await site.tieline("report", "latest")
        #expect(text.output.split(separator: "\n").last?.hasPrefix("phase map: ") == true, "\(text.output.suffix(200))")
        #expect(try await site.tieline("verify").status == 0)
        #expect(try await site.tieline("stop").status == 0)
        await daemon.end(SIGTERM)
        await site.end()
    }

    @Test("Killed with -9 in the middle of readings and started again: it ends, and every reading of the meter is in the journal once")
    func killed() async throws {
        let site = try await BenchSite(seed: 2, .circle, edits: Self.short(9, strategy: "random"))
        var daemon = try await site.startDaemon()
        #expect(try await site.tieline("run", site.campaign, "--json").status == 0)
        for patterns in [1, 3, 5] {
            try await site.waitForPatterns(patterns)
            try await site.waitForReading()
            await daemon.end(SIGKILL)
            daemon = try await site.startDaemon()
        }
        let watch = try await site.tieline("watch", "latest", "--json")
        #expect(watch.status == 0, "\(watch.errors.suffix(400))")
        let report = try await site.report()
        #expect(report.status.state == .finished, "\(report.status.reason)")
        #expect(try await site.tieline("verify").status == 0)
        let readings = try await site.readings()
        await daemon.end(SIGTERM)

        let journal = try Journal.open(at: site.state)
        let campaign = try #require(try await journal.campaigns().first)
        var measurements: [Tieline.Measurement] = []
        var lost = 0
        for event in try await journal.events(of: campaign).compactMap({ try CampaignEvent($0) }) {
            if case .measured(let measurement) = event { measurements.append(measurement) }
            if case .exposureLost = event { lost += 1 }
        }
        #expect(measurements.count == 9 && Set(measurements.map(\.condition)).count == 9)
        // A reading that was never begun is the only one that may be lost.
        #expect(measurements.map(\.series) == Array(1...9) && readings == 9, "\(lost) lost")
        #expect(measurements.allSatisfy { $0.condition == $0.measuredCondition && $0.session?.isEmpty == false })
        // What went through the meter, the wire, its driver and the journal is what the bench hides.
        let bench = try MapBench(contentsOf: BenchSite.config.appending(path: "benches/circle.yaml").path, seed: 2)
        #expect(measurements.map(\.evidence) == measurements.map { bench.evidence(number: $0.series, at: $0.condition) })
        #expect(try await journal.openIntents().isEmpty)
        try journal.close()
        await site.end()
    }

    @Test("The Fe-Ga-Pd library: a polygon, a line and a pair in the triangle, what they may not be, and the best magnet so far")
    func library() async throws {
        let site = try await BenchSite(seed: 3, .library, edits: ["patterns: 120": "patterns: 8"])
        let daemon = try await site.startDaemon()
        #expect(try await site.tieline("run", site.campaign, "--json").status == 0)
        func add(_ arguments: String...) async throws -> BenchSite.Ended {
            try await site.tieline(["prior", "add", "latest"] + arguments + ["--certainty", "0.8", "--because", "seen"])
        }
        let polygon = try await add("region", "--polygon", "0.85,0.10,0.05;0.75,0.20,0.05;0.75,0.10,0.15", "--phases", "region 0")
        let line = try await add("boundary", "--points", "0.80,0.15,0.05;0.62,0.18,0.20")
        let pair = try await add("different", "--points", "0.80,0.15,0.05;0.60,0.20,0.20")
        #expect([polygon, line, pair].map(\.status) == [0, 0, 0], "\(polygon.errors)\(line.errors)\(pair.errors)")
        let crossing = try await add("region", "--polygon", "0.8,0.1,0.1;0.6,0.3,0.1;0.8,0.2,0;0.6,0.2,0.2", "--phases", "region 0")
        let sum = try await add("same", "--points", "0.80,0.15,0.10;0.60,0.20,0.20")
        #expect(crossing.status == 1 && crossing.errors.contains("crosses or touches itself"), "\(crossing.errors)")
        #expect(sum.status == 1 && sum.errors.contains("sum to 1.05"), "\(sum.errors)")
        #expect(try await site.tieline("watch", "latest", "--json").status == 0)
        let report = try await site.report()
        #expect(report.priors.map(\.identifier) == ["prior-1", "prior-2", "prior-3"])
        let map = try #require(report.map)
        #expect(map.samples.count == 8 && map.points.count == 278 && map.properties.map(\.name) == ["magnetisation"])
        let values = map.samples.compactMap { $0.values.first.flatMap { $0 } }
        #expect(values.count == 8 && report.status.map?.best?.value == values.max())
        await daemon.end(SIGTERM)
        await site.end()
    }
}
