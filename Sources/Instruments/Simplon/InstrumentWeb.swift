import FoundationEssentials
import Tieline

/// An instrument's web interface: every parameter a JSON object with a `value`, every refusal an ``InstrumentError`` with the reply's first line.
struct InstrumentWeb: Sendable {
    let name: String
    let client: any HTTPRequesting
    /// Questions and settings answer at once; wall time.
    static let timeout = Duration.seconds(5)

    /// A parameter as SIMPLON writes it; what else it says of itself is not needed.
    private struct Parameter<Value: Codable>: Codable { let value: Value }

    func get<Value: Codable & Sendable>(_ path: String, as _: Value.Type = Value.self) async throws -> Value {
        try await read(path, as: Value.self).value
    }

    /// The value, and whether the reply said that it comes from a simulation.
    func read<Value: Codable & Sendable>(_ path: String, as _: Value.Type = Value.self) async throws -> (value: Value, isSimulated: Bool) {
        let reply = try await request(.get, path)
        try expectSuccess(reply, .get, path)
        return (try decode(Parameter<Value>.self, reply, path).value, reply.isSimulated)
    }

    /// Writes a value. What the reply says (other parameters that changed, an empty list or `null`) is not needed: the caller reads back what matters.
    func put(_ path: String, _ value: some Codable & Sendable) async throws {
        let body: [UInt8]
        do {
            body = Array(try JSONEncoder().encode(Parameter(value: value)))
        } catch {
            throw failure(.outOfLimits, "\(value) cannot be written as JSON", "Ask for a finite number.", cause: error)
        }
        let reply = try await request(.put, path, body: body)
        try expectSuccess(reply, .put, path)
    }

    func command(_ path: String, timeout: Duration = timeout) async throws -> HTTPReply {
        let reply = try await request(.put, path, timeout: timeout)
        try expectSuccess(reply, .put, path)
        return reply
    }

    func request(_ method: HTTPMethod, _ path: String, body: [UInt8]? = nil, timeout: Duration = timeout) async throws -> HTTPReply {
        do throws(HTTPError) {
            return try await client.request(method, path, body: body, timeout: timeout)
        } catch {
            switch error.kind {
            case .unreachable, .timeout:
                throw failure(.noReply, error.message, "Check that it is switched on, `url` in the instrument file, and the network.", cause: error)
            case .malformed, .tooLarge:
                throw failure(.malformedReply, error.message, "Check `url`: is it the instrument that listens there?", cause: error)
            case .unavailable:
                throw failure(.wrongState, error.message, "Install libcurl (libcurl4) 7.85 or later.", cause: error)
            case .cancelled:
                throw CancellationError()
            }
        }
    }

    func decode<Value: Decodable>(_: Value.Type, _ reply: HTTPReply, _ path: String) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(reply.body))
        } catch {
            throw failure(
                .malformedReply, "\(path) answers something else than was due: `\(reply.firstLine)`",
                "Check the version of the instrument's interface.",
                cause: error)
        }
    }

    func expectSuccess(_ reply: HTTPReply, _ method: HTTPMethod, _ path: String) throws {
        guard 200..<300 ~= reply.status else {
            let detail = reply.firstLine.isEmpty ? "" : ": \(reply.firstLine)"
            throw failure(
                .refused, "\(method.rawValue) \(path) answers \(reply.status)\(detail)",
                reply.status >= 500
                    ? "The instrument has failed inside: look at its own log, then restart it." : "Look at the instrument's state and version.")
        }
    }

    func failure(_ code: InstrumentError.Code, _ message: String, _ remedy: String, cause: (any Error)? = nil) -> InstrumentError {
        InstrumentError(code, instrument: name, message: message, remedy: remedy, cause: cause)
    }
}
