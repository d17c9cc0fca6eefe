import Foundation
import Testing
import Tieline

/// A simulated bench as a process, and a folder in which a daemon and a campaign find it.
final class BenchSite: Sendable {
    struct Ended {
        var status: Int32
        var output: String
        var errors: String
    }

    /// Lab seconds in a second: a campaign of two hours in a quarter of a minute, and an exposure long enough to be killed in.
    private static let speed = 400
    static let config = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../config").standardized
    private static let products = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()

    private let folder: URL
    private let bench: ChildProcess
    private let port: Int
    var campaign: String { folder.appending(path: "campaign.yaml").path }
    var state: String { folder.appending(path: "state").path }

    /// Which campaign of `config/campaigns` is run on which bench.
    enum Kind: String {
        case film = "sn-bi-film"
        case circle, library = "fe-ga-pd"
    }

    /// - Parameter edits: What is written in the campaign file instead of what.
    init(seed: UInt64, _ kind: Kind = .film, edits: KeyValuePairs<String, String> = [:]) async throws {
        // A Unix socket's path is at most 107 bytes: a short name.
        folder = FileManager.default.temporaryDirectory.appending(path: "tieline-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let ready = folder.appending(path: "ready.json")
        bench = try ChildProcess(
            Self.products.appending(path: "tieline-sim"),
            [
                "--bench", Self.config.appending(path: "benches/\(kind.rawValue).yaml").path, "--seed", "\(seed)", "--speed", "\(Self.speed)",
                "--link",
                folder.appending(path: "furnace").path, "--ready-file", ready.path,
            ], log: folder.appending(path: "bench.log"))
        struct Ready: Decodable { var port: Int }
        port = try await Self.eventually("the bench is ready") {
            (try? Data(contentsOf: ready)).flatMap { try? JSONDecoder().decode(Ready.self, from: $0).port }
        }
        let meter = "  - {name: meter-1, driver: bench-meter, url: \"http://127.0.0.1:\(port)\"}"
        let film = """
              - {name: furnace-1, driver: eurotherm-2400, port: \(folder.path)/furnace, baud: 9600, unit: 1, limits: {temperature: 500 °C, rate: 20 K/min}, maximumDwell: 2 h}
              - {name: stage-1, driver: bench-stage, url: "http://127.0.0.1:\(port)", limits: {minimum: 0 mm, maximum: 76 mm}}
              - {name: diffractometer-1, driver: simplon, url: "http://127.0.0.1:\(port)"}
            """
        try "instruments:\n\(kind == .film ? film : meter)\n".write(to: folder.appending(path: "instruments.yaml"), atomically: true, encoding: .utf8)
        try """
        state: state
        socket: tieline.sock
        clock: {speed: \(Self.speed)}
        instruments: instruments.yaml
        """.write(to: folder.appending(path: "tielined.yaml"), atomically: true, encoding: .utf8)
        var text = try String(contentsOf: Self.config.appending(path: "campaigns/\(kind.rawValue).yaml"), encoding: .utf8)
        let moved = ["seed: 1\n": "seed: \(seed)\n", "seed: 1 ": "seed: \(seed) ", "database: ../": "database: \(Self.config.path)/"]
        for (old, new) in moved { text = text.replacing(old, with: new) }
        text = text.replacing("candidates: ../", with: "candidates: \(Self.config.path)/")
        for (old, new) in edits {
            guard text.contains(old) else { throw NeverHappened(what: "\(kind.rawValue).yaml says \(old)") }
            text = text.replacing(old, with: new)
        }
        try text.write(toFile: campaign, atomically: true, encoding: .utf8)
    }

    /// Returns when the daemon answers on its socket.
    func startDaemon() async throws -> ChildProcess {
        let daemon = try ChildProcess(
            Self.products.appending(path: "tielined"), ["--config", folder.appending(path: "tielined.yaml").path],
            log: folder.appending(path: "daemon.log"))
        _ = try await Self.eventually("the daemon answers") { try await self.tieline("campaigns").status == 0 ? true : nil }
        return daemon
    }

    func tieline(_ arguments: String...) async throws -> Ended { try await tieline(arguments) }

    func tieline(_ arguments: [String]) async throws -> Ended {
        let (output, errors) = (folder.appending(path: UUID().uuidString), folder.appending(path: UUID().uuidString))
        let child = try ChildProcess(
            Self.products.appending(path: "tieline"), arguments, log: output, errors: errors,
            environment: ["TIELINE_SOCKET": folder.appending(path: "tieline.sock").path])
        let status = await child.ended()
        func text(_ url: URL) throws -> String { try String(contentsOf: url, encoding: .utf8) }
        return Ended(status: status, output: try text(output), errors: try text(errors))
    }

    func report() async throws -> CampaignReport {
        let document = try await tieline("report", "latest", "--json").output
        return try JSONDecoder().decode(CampaignReport.self, from: Data(document.utf8))
    }

    /// What the daemon says when it has taken up its campaigns.
    func status() async throws -> CampaignStatus {
        let document = try await tieline("status", "latest", "--json").output
        return try JSONDecoder().decode(CampaignStatus.self, from: Data(document.utf8))
    }

    /// Returns when the daemon says that so many patterns are in the journal, or that the campaign has ended.
    func waitForPatterns(_ count: Int) async throws {
        _ = try await Self.eventually("\(count) patterns") { () async throws -> Bool? in
            let document = try await self.tieline("status", "latest", "--json").output
            guard let status = try? JSONDecoder().decode(CampaignStatus.self, from: Data(document.utf8)) else { return nil }
            return status.patterns >= count || status.state == .finished ? true : nil
        }
    }

    /// Returns when the meter is in the middle of a reading.
    func waitForReading() async throws {
        _ = try await Self.eventually("the meter measures") { try await self.ask("/meter/api/1.0.0/status/state").contains("measuring") ? true : nil }
    }

    /// How many readings the meter has begun since it was started.
    func readings() async throws -> Int {
        struct Last: Decodable { var reading: Int }
        return try JSONDecoder().decode(Last.self, from: Data(try await ask("/meter/api/1.0.0/last").utf8)).reading
    }

    private func ask(_ path: String) async throws -> String {
        let output = folder.appending(path: UUID().uuidString)
        let curl = try ChildProcess(
            URL(fileURLWithPath: "/usr/bin/env"), ["curl", "--silent", "--fail", "http://127.0.0.1:\(port)\(path)"], log: output,
            errors: folder.appending(path: "curl.log"))
        _ = await curl.ended()
        return try String(contentsOf: output, encoding: .utf8)
    }

    /// The series of which the detector has a pattern.
    func exposedSeries(upTo last: Int) async throws -> Set<Int> {
        var found: Set<Int> = []
        for series in 1...max(last, 1) {
            let url = try #require(URL(string: "http://127.0.0.1:\(port)/data/\(series).xy"))
            let curl = try ChildProcess(
                URL(fileURLWithPath: "/usr/bin/env"), ["curl", "--silent", "--fail", "--output", "/dev/null", url.absoluteString],
                log: folder.appending(path: "curl.log"))
            if await curl.ended() == 0 { found.insert(series) }
        }
        return found
    }

    /// Ends the bench and takes the folder away.
    func end() async {
        await bench.end(SIGTERM)
        try? FileManager.default.removeItem(at: folder)
    }

    /// In wall time: a loaded machine starts a process late, however often it is asked.
    private static let longestWait = Duration.seconds(60)

    private static func eventually<Value>(_ what: String, _ question: () async throws -> Value?) async throws -> Value {
        let clock = ContinuousClock()
        let deadline = clock.now + longestWait
        repeat {
            if let answer = try await question() { return answer }
            await Task.yield()
        } while clock.now < deadline
        throw NeverHappened(what: what)
    }

    private struct NeverHappened: Error { var what: String }
}
