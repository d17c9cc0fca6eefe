public import ControlProtocol
import Journal

extension ControlFailure {
    /// The failure that says what an error of the laboratory says, the journal's included.
    public init(laboratory error: any Error) {
        guard let error = error as? JournalError, let code = FailureCode.JournalCode(rawValue: error.code.rawValue) else {
            self.init(error)
            return
        }
        self.init(.journal(code), message: error.message, remedy: error.remedy)
    }
}
