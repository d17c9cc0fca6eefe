import Foundation
import Synchronization

@testable import Instruments

/// A web interface in memory: what each path answers, and what was asked.
final class FakeWeb: HTTPRequesting {
    typealias Handler = @Sendable (HTTPMethod, String, [UInt8]?) -> HTTPReply?
    private let asked = Mutex<[String]>([])
    private let handler: Handler

    init(_ handler: @escaping Handler) { self.handler = handler }

    /// `PUT /path {body}`, in order.
    var requests: [String] { asked.withLock { $0 } }

    func request(_ method: HTTPMethod, _ path: String, body: [UInt8]?, timeout: Duration) async throws(HTTPError) -> HTTPReply {
        let text = body.map { " " + String(decoding: $0, as: UTF8.self) } ?? ""
        asked.withLock { $0.append("\(method.rawValue) \(path)\(text)") }
        guard let reply = handler(method, path, body) else { throw HTTPError(.timeout, "\(path): no reply") }
        return reply
    }

    static func text(_ text: String, status: Int = 200) -> HTTPReply { HTTPReply(status: status, body: Array(text.utf8), isSimulated: true) }
    static func value(_ json: String) -> HTTPReply { text("{\"value\": \(json)}") }
    static func value(of body: [UInt8]?) -> String {
        guard let body, let object = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any], let value = object["value"] else {
            return "null"
        }
        return value is String ? "\"\(value)\"" : "\(value)"
    }
}

/// A SIMPLON detector in memory, with what can be wrong about one.
final class FakeDetector: Sendable {
    struct State {
        var state = "idle"
        var series = 0
        var config: [String: String] = ["description": "\"Fake\"", "software_version": "\"1.8.0\"", "frame_time": "1.0"]
        var patterns: [Int: String] = [:]
        /// Answers instead of the detector's own.
        var overrides: [String: HTTPReply] = [:]
        /// Parameters that are acknowledged and not kept.
        var deaf: Set<String> = []
        var stateAfterArm = "ready"
    }

    let state: Mutex<State>

    init(_ change: (inout State) -> Void = { _ in }) {
        var start = State()
        change(&start)
        state = Mutex(start)
    }

    func web() -> FakeWeb {
        FakeWeb { [self] in reply($0, $1, $2) }
    }

    func reply(_ method: HTTPMethod, _ path: String, _ body: [UInt8]?) -> HTTPReply? {
        state.withLock { Self.answer(&$0, method, path, body) }
    }

    private static func answer(_ state: inout State, _ method: HTTPMethod, _ path: String, _ body: [UInt8]?) -> HTTPReply? {
        if let reply = state.overrides["\(method.rawValue) \(path)"] { return reply }
        let key = path.split(separator: "/").last.map(String.init) ?? ""
        if path.hasPrefix("/data/"), let series = Int(key.dropLast(3)) {
            return state.patterns[series].map { FakeWeb.text($0) } ?? FakeWeb.text("never exposed", status: 404)
        }
        switch (method, key) {
        case (.get, "state"): return FakeWeb.value("\"\(state.state)\"")
        case (.get, "series"): return FakeWeb.value("\(state.series)")
        case (.put, "initialize"): state.state = "idle"
        case (.put, "arm"):
            state.series += 1
            state.state = state.stateAfterArm
            return FakeWeb.text("{\"sequence id\": \(state.series)}")
        case (.put, "trigger"):
            guard state.state == "ready" else { return FakeWeb.text("not ready", status: 400) }
            state.state = "idle"
            state.patterns[state.series] = "# series: \(state.series)\n# wavelength: 1.5405929\n# exposure: 120\n25.00 100\n25.02 90\n"
        case (.put, "disarm"), (.put, "abort"): state.state = "idle"
        case (.put, _):
            if !state.deaf.contains(key) { state.config[key] = FakeWeb.value(of: body) }
        case (.get, _):
            return state.config[key].map { FakeWeb.value($0) } ?? FakeWeb.text("no such key", status: 404)
        }
        return FakeWeb.text("null")
    }
}
