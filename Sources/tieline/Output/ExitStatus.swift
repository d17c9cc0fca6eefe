import ArgumentParser
import ControlProtocol
import Glibc

/// How `tieline` ends: 0 done, 1 failed, 2 wrong usage.
enum ExitStatus: Int32 {
    case done = 0
    case failed = 1
    case wrongUsage = 2

    func exit() -> Never { Glibc.exit(rawValue) }

    /// What the argument parser threw: a request for help is done, anything else is wrong usage.
    static func usage(_ error: any Error) -> ExitStatus {
        let text = TielineCommand.fullMessage(for: error)
        if TielineCommand.exitCode(for: error).isSuccess {
            if !text.isEmpty { StandardOutput.line(text) }
            return .done
        }
        StandardError.line(text)
        return .wrongUsage
    }

    /// What a command threw while it ran. Says it on standard error, and with `--json` on standard output too, as `{"error": …}`.
    static func failure(_ error: any Error, json: Bool) -> ExitStatus {
        if let code = error as? ExitCode { return ExitStatus(rawValue: code.rawValue) ?? .failed }
        // Help is a command of the parser's own, so asking for it comes out here.
        if [.success, .validationFailure].contains(TielineCommand.exitCode(for: error)) { return usage(error) }
        let failure = ControlFailure(local: error)
        StandardError.line("tieline: \(failure)")
        if json { try? StandardOutput.json(FailureDocument(error: FailureRecord(failure))) }
        return failure.code == .protocol(.invalidParameters) ? .wrongUsage : .failed
    }

    private struct FailureDocument: Encodable { var error: FailureRecord }
}
