import Foundation
import Synchronization

@testable import Instruments

/// A sample meter in memory that keeps its numbers, and a web in front of it that can be disturbed.
final class FakeMeter: Sendable {
    /// What can be wrong with one request.
    enum Fault: CaseIterable, Sendable {
        /// The request does not arrive …
        case lostRequest
        /// … or its reply does not.
        case lostReply
        case error500, notJSON, truncated
        /// The reply to the request before it.
        case staleReply
    }

    struct State {
        var session = "A"
        var places: [[Double]] = []
        var orders: [String] = []
        /// Questions after its state that a reading takes …
        var questionsLeft = 0
        var questionsPerReading = 3
        /// … of which the meter answers so many as if it had not begun …
        var questionsBeforeBusy = 0
        /// … and after so many of which it is restarted, if it is.
        var questionsBeforeRestart: Int?
        /// What each answer takes.
        var answerTime = Duration.zero
        var time = "120.0"
        /// Answers instead of the meter's own, by the last part of the path.
        var overrides: [String: String] = [:]
        /// Which requests, counted from 1, are disturbed, and how.
        var fault: Fault?
        var disturbed: ClosedRange<Int>?
        var requests = 0
        var lastReply: HTTPReply?
    }

    let state = Mutex(State())
    /// Wall time.
    let clock = SteppingClock()

    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }
    var readings: Int { state.withLock { $0.places.count } }

    /// From now on, requests of these numbers meet the fault.
    func disturb(_ fault: Fault?, requests: ClosedRange<Int>?) {
        change {
            $0.fault = fault
            $0.disturbed = requests
            $0.requests = 0
        }
    }

    func web() -> FakeWeb {
        FakeWeb { [self] method, path, body in
            state.withLock { state in
                state.requests += 1
                clock.step(by: state.answerTime)
                let fault = state.disturbed?.contains(state.requests) == true ? state.fault : nil
                if fault == .lostRequest { return nil }
                let stale = state.lastReply
                let reply = Self.answer(&state, method, path, body)
                state.lastReply = reply
                return switch fault {
                case .none: reply
                case .lostRequest, .lostReply: nil
                case .error500: FakeWeb.text("out of order", status: 500)
                case .notJSON: FakeWeb.text("<html>")
                case .truncated: HTTPReply(status: reply.status, body: Array(reply.body.dropLast(reply.body.count / 2 + 1)), isSimulated: true)
                case .staleReply: stale ?? reply
                }
            }
        }
    }

    private struct Order: Decodable {
        var coordinates: [Double]
        var reading: Int
        var session: String
        var order: String
    }

    private static func answer(_ state: inout State, _ method: HTTPMethod, _ path: String, _ body: [UInt8]?) -> HTTPReply {
        let key = path.split(separator: "/").last.map(String.init) ?? ""
        if let text = state.overrides[key] { return FakeWeb.text(text) }
        func number(_ reading: Int) -> HTTPReply {
            let order = state.orders.indices.contains(reading - 1) ? state.orders[reading - 1] : ""
            return FakeWeb.text("{\"order\":\"\(order)\",\"reading\":\(reading),\"session\":\"\(state.session)\"}")
        }
        switch (method, key) {
        case (.get, "description"): return FakeWeb.value("\"Meter\"")
        case (.get, "measurement_time"): return FakeWeb.value(state.time)
        case (.get, "last"): return number(state.places.count)
        case (.get, "state"):
            state.questionsLeft = max(0, state.questionsLeft - 1)
            if let left = state.questionsBeforeRestart {
                state.questionsBeforeRestart = left - 1
                if left == 0 { (state.session, state.places, state.orders, state.questionsLeft) = ("B", [], [], 0) }
            }
            state.questionsBeforeBusy -= 1
            return FakeWeb.value(state.questionsLeft > 0 && state.questionsBeforeBusy < 0 ? "\"measuring\"" : "\"idle\"")
        case (.put, "measure"):
            guard let body, let order = try? JSONDecoder().decode(Order.self, from: Data(body)) else { return FakeWeb.text("no order", status: 400) }
            guard order.session == state.session, order.reading == state.places.count + 1 else { return FakeWeb.text("not the next", status: 409) }
            state.places.append(order.coordinates)
            state.orders.append(order.order)
            state.questionsLeft = state.questionsPerReading
            return number(order.reading)
        default:
            guard let reading = Int(key.dropLast(5)), state.places.indices.contains(reading - 1),
                state.questionsLeft == 0 || reading < state.places.count
            else { return FakeWeb.text("no such reading", status: 404) }
            return FakeWeb.text(
                Self.reading(
                    reading, session: state.session, order: state.orders.indices.contains(reading - 1) ? state.orders[reading - 1] : "ours",
                    at: state.places[reading - 1]))
        }
    }

    static func reading(_ number: Int, session: String = "A", order: String = "ours", at place: [Double]) -> String {
        """
        {"coordinates":\(place),"labels":[{"probabilities":[0,1],"regions":["outside","inside"],"source":"structure"}],\
        "order":"\(order)","properties":[{"name":"property","standardDeviation":0.1,"value":\(number).5}],"reading":\(number),"session":"\(session)","simulated":true}
        """
    }
}
