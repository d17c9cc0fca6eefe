import Campaigns
import Foundation
import Journal
import SimulatedBench
import Studies
import Testing
import Tieline

/// The demonstration without its words: bench, daemon and command line as processes, on a pseudo-terminal, HTTP and a Unix socket.
@Suite("A whole campaign on the wire", .serialized, .timeLimit(.minutes(5)))
struct WholeCampaignTests {
    @Test("The points of the wire are those of the process, and the eutectic is that of the hidden film (53.3 at% Sn, 133.1 °C)")
    func wireAndProcess() async throws {
        let site = try await BenchSite(seed: 1)
        let daemon = try await site.startDaemon()
        let run = try await site.tieline("run", site.campaign, "--follow", "--json")
        #expect(run.status == 0, "\(run.errors.suffix(400))")
        #expect(run.output.contains("\"campaign\""))
        let report = try await site.report()
        #expect(try await site.tieline("stop").status == 0)
        await daemon.end(SIGTERM)

        let file = try CampaignFile(reading: String(contentsOfFile: site.campaign, encoding: .utf8), path: site.campaign)
        let start = CampaignStart(specification: file.specification, database: file.database, parameterSet: file.parameterSet, isSimulated: true)
        let film = try FilmBench(contentsOf: BenchSite.config.appending(path: "benches/sn-bi-film.yaml").path, seed: 1)
        let inProcess = try InSilicoCampaign(start, bench: film).run()
        #expect(report.points.map { Condition([$0.x, $0.temperature]) } == inProcess.conditions)
        #expect(report.status.state == .finished)
        #expect(report.status.isSimulated)
        let invariant = try #require(report.status.invariant)
        #expect(abs(invariant.temperature.value - kelvin(fromDegreesCelsius: 133.1)) < 2)
        #expect(abs(invariant.composition.value - 0.533) < 0.02)
        await site.end()
    }

    @Test("Killed with -9 four times in mid-campaign and started again: it ends, and every exposure of the detector is in the journal once")
    func killed() async throws {
        let site = try await BenchSite(seed: 2)
        var daemon = try await site.startDaemon()
        let started = try await site.tieline("run", site.campaign, "--json")
        #expect(started.status == 0, "\(started.errors)")
        for patterns in [1, 2, 5, 8] {
            // Killed right after the daemon said that a pattern was there: in the middle of deciding, heating or exposing the next one.
            try await site.waitForPatterns(patterns)
            await daemon.end(SIGKILL)
            daemon = try await site.startDaemon()
        }
        let watch = try await site.tieline("watch", "latest", "--json")
        #expect(watch.status == 0, "\(watch.errors.suffix(400))")
        let report = try await site.report()
        #expect(report.status.state == .finished)
        #expect(try await site.tieline("verify").status == 0)
        #expect(try await site.tieline("stop").status == 0)
        await daemon.end(SIGTERM)

        let journal = try Journal.open(at: site.state)
        let campaign = try #require(try await journal.campaigns().first)
        let rows = try await journal.events(of: campaign)
        var series: [Int] = []
        var lost = 0
        for event in try rows.compactMap({ try CampaignEvent($0) }) {
            if case .measured(let measurement) = event { series.append(measurement.series) }
            if case .exposureLost = event { lost += 1 }
        }
        #expect(Set(series).count == series.count)
        #expect(series.count == report.points.count)
        #expect(try await journal.openIntents().isEmpty)
        // What the detector exposed is what the journal measured, but for exposures that it calls lost.
        let exposed = try await site.exposedSeries(upTo: (series.max() ?? 0) + 5)
        #expect(Set(series).isSubset(of: exposed))
        #expect(exposed.count - series.count <= lost)
        try journal.close()
        await site.end()
    }

    @Test("Stopped while the daemon hangs: the furnace is off, and the next daemon heats nothing until a person says so")
    func stoppedByForce() async throws {
        let site = try await BenchSite(seed: 3)
        var daemon = try await site.startDaemon()
        #expect(try await site.tieline("run", site.campaign, "--json").status == 0)
        try await site.waitForPatterns(1)
        daemon.send(SIGSTOP)
        let stop = try await site.tieline("stop")
        #expect(stop.status == 0, "\(stop.output)\(stop.errors)")
        await daemon.end(SIGKILL)
        daemon = try await site.startDaemon()
        let status = try await site.status()
        #expect(status.state == .paused)
        #expect(status.reason.contains("tieline stop"))
        #expect(try await site.tieline("abort", "latest", "--because", "test").status == 0)
        await daemon.end(SIGTERM)
        await site.end()
    }
}
