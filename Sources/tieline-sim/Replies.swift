import Foundation
import Hummingbird
import NIOCore
import SimulatedBench

/// A request that is answered with a status and one line that says why.
struct Refusal: Error {
    var status: HTTPResponse.Status
    var reason: String

    init(_ status: HTTPResponse.Status, _ reason: String) {
        self.status = status
        self.reason = reason
    }
}

/// Bodies of replies.
enum Reply {
    static func text(_ status: HTTPResponse.Status, _ body: String) -> Response { response(status, "text/plain; charset=utf-8", body) }
    static func json(_ body: String) -> Response { response(.ok, "application/json", body) }

    /// A value as JSON, its keys in alphabetical order.
    static func json(_ value: some Encodable) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return json(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// The parameter that the path's `key` names.
    static func parameter(_ context: BenchRoutes.Context, _ find: (String) -> SimplonParameter?) throws -> Response {
        let key = try context.parameters.require("key")
        guard let parameter = find(key) else { throw Refusal(.notFound, "there is no parameter \(key)") }
        return try json(parameter)
    }

    private static func response(_ status: HTTPResponse.Status, _ type: String, _ body: String) -> Response {
        Response(status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }
}

/// The body of a `PUT`: `{"value": 120}` or `{"value": "ints"}`.
enum WrittenValue: Sendable {
    case number(Double)
    case text(String)

    private struct Body: Decodable {
        var value: WrittenValue
    }

    init(_ request: Request, _ context: BenchRoutes.Context) async throws {
        do {
            self = try await request.decode(as: Body.self, context: context).value
        } catch {
            throw Refusal(.badRequest, "the body is not {\"value\": number or text}")
        }
    }
}

extension WrittenValue: Decodable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Double.self) { self = .number(number) } else { self = .text(try container.decode(String.self)) }
    }
}

/// Says `X-Simulated: true` on every reply, errors too, and turns what was thrown into a status and a line.
struct SimulatedReplies: RouterMiddleware {
    /// Whether the bench was told to fail now.
    let isFailing: @Sendable () -> Bool

    func handle(
        _ request: Request, context: BenchRoutes.Context, next: (Request, BenchRoutes.Context) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            if isFailing() { throw Refusal(.internalServerError, "the bench was told to fail") }
            response = try await next(request, context)
        } catch let refusal as Refusal {
            response = Reply.text(refusal.status, refusal.reason + "\n")
        } catch let error as any HTTPResponseError {
            response = Reply.text(error.status, "\(request.method) \(request.uri.path): \(error.status.reasonPhrase)\n")
        } catch is CancellationError {
            response = Reply.text(.serviceUnavailable, "the bench is being stopped\n")
        } catch {
            response = Reply.text(.internalServerError, "\(error)\n")
        }
        response.headers[.simulated] = "true"
        return response
    }
}

extension HTTPFields.Element.Name {
    /// What says on the wire that nothing here is real.
    static let simulated = Self("X-Simulated") ?? .server
}
