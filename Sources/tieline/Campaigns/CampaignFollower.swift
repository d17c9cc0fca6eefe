import ArgumentParser
import ControlProtocol
import Figures
import FoundationEssentials
import Glibc
import Tieline

/// Shows a campaign until it ends, then says what it found.
struct CampaignFollower {
    let client: ControlClient
    let json: Bool

    /// - Parameter started: Of a campaign that this process started: what `run --json` prints in the end, where `watch --json` prints the last status.
    ///   Such a campaign is followed only for as long as it goes on by itself: a pause waits for a person, and a script would wait for ever.
    /// - Throws: `ExitCode(1)` if the campaign was aborted, has failed, or waits for a person.
    func follow(_ campaign: String, started: CampaignStarted? = nil) throws {
        Interruption.explain(campaign)
        let display = CampaignDisplay(json: json, environment: ProcessInfo.processInfo.environment)
        let last = try client.watch(campaign) {
            display.show($0)
        } onUpdate: {
            display.show($0)
            return started == nil || ![.paused, .interrupted].contains($0.status.state)
        }
        display.show(last)
        if json {
            if let started { try StandardOutput.json(started) } else { try StandardOutput.json(last) }
        } else if last.invariant != nil || last.map != nil {
            // The line that scripts read, from the report and not from the screen; on a connection that is not in the middle of a watch.
            let report = try ControlClient(client.path).send(ReadReport(campaign: last.campaign))
            StandardOutput.line(ResultLine.text(for: report))
        }
        if last.state != .finished { throw ExitCode(ExitStatus.failed.rawValue) }
    }
}

/// What Ctrl-C does while a campaign is being watched: it ends the watching and says so.
enum Interruption {
    /// Bytes for the handler, which may not allocate; written once, before the handler is installed.
    nonisolated(unsafe) private static var message: UnsafeMutableBufferPointer<UInt8>?
    /// 128 + SIGINT, as shells count.
    private static let status: Int32 = 130

    static func explain(_ campaign: String) {
        let text = "\nNo longer watching; the campaign goes on. Look again with: tieline watch \(campaign)\n"
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.utf8.count)
        _ = buffer.initialize(from: text.utf8)
        message = buffer
        signal(SIGINT) { _ in
            if let message = Interruption.message { _ = Glibc.write(STDERR_FILENO, message.baseAddress, message.count) }
            _exit(Interruption.status)
        }
    }
}
