import Tieline

/// Why a request was not met, as it travels on the control socket and as `tieline` prints it.
public struct ControlFailure: Error, Hashable, Sendable, CustomStringConvertible {
    public var code: FailureCode
    /// What happened, with numbers and units.
    public var message: String
    /// What a person can do about it.
    public var remedy: String
    /// The file that a person wrote, its line (`1...`) and the field in it, or the parameter of the request.
    public var file: String?
    public var line: Int?
    public var field: String?
    public var instrument: String?

    public init(
        _ code: FailureCode, message: String, remedy: String, file: String? = nil, line: Int? = nil, field: String? = nil, instrument: String? = nil
    ) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.file = file
        self.line = line
        self.field = field
        self.instrument = instrument
    }

    public var description: String {
        let place = file.map { [$0, line.map(String.init)].compactMap(\.self).joined(separator: ":") }
        // A parameter's message already quotes its field.
        let subject = file == nil ? instrument : [field, instrument].compactMap(\.self).first { !$0.isEmpty }
        let text = [place, subject, message].compactMap(\.self).joined(separator: ": ")
        // Some messages are whole sentences already.
        return [text, remedy].filter { !$0.isEmpty }.map { $0.hasSuffix(".") ? $0 : $0 + "." }.joined(separator: " ")
    }
}

extension ControlFailure {
    /// The failure that says what `error` says, whatever its type.
    public init(_ error: any Error) {
        switch error {
        case let failure as ControlFailure: self = failure
        case let error as ControlError:
            self.init(.control(error.code), message: error.message, remedy: error.remedy)
        case let error as SpecificationError:
            self.init(
                .specification(error.code), message: error.message, remedy: error.remedy, file: error.file, line: error.line,
                field: error.field.isEmpty ? nil : error.field)
        case let error as InstrumentError:
            self.init(.instrument(error.code), message: error.message, remedy: error.remedy, instrument: error.instrument)
        case is CancellationError:
            self.init(.protocol(.shuttingDown), message: "the daemon is stopping", remedy: "Start it again, then ask again.")
        default:
            self.init(
                .protocol(.internalError), message: "\(error)", remedy: "The daemon's log has the details; nothing else was changed by the request.")
        }
    }
}
