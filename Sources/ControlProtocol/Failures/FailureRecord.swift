/// The `error` object of a JSON-RPC reply; `data` holds what a program or a person needs beyond the message.
public struct FailureRecord: Codable, Hashable, Sendable {
    public struct Details: Codable, Hashable, Sendable {
        /// ``FailureCode/name``
        public var name: String
        public var remedy: String
        public var file: String?
        public var line: Int?
        public var field: String?
        public var instrument: String?
    }

    public var code: Int
    public var message: String
    public var data: Details?

    public init(_ failure: ControlFailure) {
        code = failure.code.number
        message = failure.message
        data = Details(
            name: failure.code.name, remedy: failure.remedy, file: failure.file, line: failure.line, field: failure.field,
            instrument: failure.instrument)
    }

    public var failure: ControlFailure {
        ControlFailure(
            FailureCode(number: code, name: data?.name ?? "unrecognised.\(code)"), message: message, remedy: data?.remedy ?? "", file: data?.file,
            line: data?.line, field: data?.field, instrument: data?.instrument)
    }
}
