import ArgumentParser
import Control
import ControlProtocol
import Foundation
import Logging
import Tieline

/// `tielined --config FILE [--state DIR] [--socket PATH]`: runs a laboratory until SIGTERM or SIGINT.
///
/// SIGUSR1 switches every heater off (``EmergencySwitch``). The exit status is ``ExitStatus``.
package enum DaemonProgram {
    package static func main() async {
        signal(SIGPIPE, SIG_IGN)
        let options: DaemonOptions
        do {
            options = try DaemonOptions.parse()
        } catch {
            let text = DaemonOptions.fullMessage(for: error)
            let isHelp = DaemonOptions.exitCode(for: error).isSuccess
            (isHelp ? FileHandle.standardOutput : .standardError).write(Data((text + "\n").utf8))
            (isHelp ? ExitStatus.done : .wrongUsage).exit()
        }
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        let logger = Logger(label: "tielined")
        do {
            let configuration = try DaemonConfiguration(options)
            let report = try await Daemon(configuration, logger: logger).run()
            ExitStatus(report).exit()
        } catch let error as SpecificationError {
            complain(error)
            ExitStatus.wrongUsage.exit()
        } catch {
            complain(error)
            ExitStatus.failed.exit()
        }
    }

    private static func complain(_ error: any Error) {
        FileHandle.standardError.write(Data("tielined: \(ControlFailure(laboratory: error))\n".utf8))
    }
}
