import Calphad
import ControlProtocol
import Journal
import Studies
import Tieline

extension ControlFailure {
    /// The failure that says what an error of this process says: those of the science and of the journal besides those of the daemon.
    init(local error: any Error) {
        switch error {
        case let error as DatabaseError:
            let quoted = error.offendingText.isEmpty ? "" : " at `\(error.offendingText)`"
            self.init(
                .specification(.unreadable), message: error.message + quoted, remedy: error.remedy, file: error.file,
                line: error.line > 0 ? error.line : nil)
        case let error as AssessmentError: self.init(.control(.notPossible), message: error.message, remedy: error.remedy)
        case let error as EquilibriumError: self.init(.control(.notPossible), message: error.message, remedy: error.remedy)
        case let error as StudyError: self.init(.control(.notPossible), message: error.message, remedy: error.remedy)
        case let error as JournalError:
            let code = FailureCode.JournalCode(rawValue: error.code.rawValue).map(FailureCode.journal) ?? .protocol(.internalError)
            self.init(code, message: error.message, remedy: error.remedy)
        case is ControlFailure, is ControlError, is SpecificationError, is InstrumentError: self.init(error)
        default:
            self.init(
                .protocol(.internalError), message: "\(error)", remedy: "Nobody thought of this: report it as a fault of Tieline, with the command.")
        }
    }
}
