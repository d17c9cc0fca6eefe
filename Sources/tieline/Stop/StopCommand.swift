import ArgumentParser
import ControlProtocol
import FoundationEssentials
import Glibc
import Tieline

struct StopCommand: ReportingCommand, AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Everything safe, now: every heater off.",
        discussion: """
            Asks the daemon; if it does not answer within a second, wakes its signal thread; if that is not enough within a second, ends the daemon \
            and takes the lines itself. The exit status is 0 only if every heater was read back as off.

            Campaigns end as aborted, or, where the daemon could not be asked, wait as paused when it starts again: nothing heats by itself after a stop.
            """)

    @Option(help: "The instrument file, if there is no daemon and no lock file that names it.", completion: .file(extensions: ["yaml"]))
    var instruments: String?
    @Flag(help: "For a service manager that stops the daemon: campaigns may go on when it starts again.")
    var service = false
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let daemon = try RunningDaemon(socket: connection.path, instruments: instruments.map(TextFile.absolutePath))
        let outcome = await StopProcedure(perform: daemon.perform).run()
        if !service, outcome.by != .daemon { hold(daemon.socket) }
        if output.json { try StandardOutput.json(outcome) } else { Self.lines(outcome).forEach(StandardOutput.line) }
        if !outcome.everythingIsOff { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    /// Tells the next daemon that a person stopped this one.
    private func hold(_ socket: SocketPath) {
        let words = "stopped by `tieline stop` (user \(getuid())) while the daemon did not answer; `tieline resume` goes on"
        do { try TextFile.write(words, to: socket.holdPath) } catch {
            StandardError.line("The next daemon could not be told to keep campaigns paused: \(error)")
        }
    }

    static func lines(_ outcome: StopProcedure.Outcome) -> [String] {
        var lines = outcome.notes
        lines += outcome.heaters.map { "\($0.name): \($0.isConfirmedOff ? "off" : "NOT CONFIRMED OFF") (\($0.message))" }
        if !outcome.everythingIsOff {
            lines.append("Not everything is confirmed off. Switch the furnace off at its own switch.")
        } else if outcome.heaters.isEmpty {
            lines.append("The laboratory has no heater.")
        } else {
            lines.append("Every heater is off.")
        }
        return lines
    }
}
