import Synchronization
import Testing
import Tieline

@testable import Instruments

@Suite("A stage")
struct BenchStageTests {
    private final class FakeStage: Sendable {
        struct State { var target = "0"; var position = "0"; var states = ["moving", "moving", "idle"]; var isDeaf = false; var offset = 0.0 }
        let state: Mutex<State>
        init(_ change: (inout State) -> Void = { _ in }) {
            var start = State()
            change(&start)
            state = Mutex(start)
        }

        func web() -> FakeWeb {
            FakeWeb { [self] method, path, body in
                state.withLock { state in
                    switch (method, path.split(separator: "/").last ?? "") {
                    case (.put, _):
                        if !state.isDeaf { state.target = FakeWeb.value(of: body) }
                        state.position = "\((Double(state.target) ?? .nan) + state.offset)"
                        return FakeWeb.text("null")
                    case (_, "target"): return FakeWeb.value(state.target)
                    case (_, "position"): return FakeWeb.value(state.position)
                    case (_, "state"): return FakeWeb.value("\"\(state.states.count > 1 ? state.states.removeFirst() : state.states[0])\"")
                    default: return FakeWeb.value("\"Stage\"")
                    }
                }
            }
        }
    }

    private func driver(_ web: FakeWeb) -> BenchStage {
        BenchStage(name: "stage-1", client: web, limits: 0...76, sleep: { _ in await Task.yield() })
    }

    @Test("It moves, waits until it stands, and looks where it stands") func moves() async throws {
        let web = FakeStage().web()
        try await driver(web).move(toMillimetres: 31.25)
        #expect(
            web.requests == [
                "PUT /stage/api/1.0.0/config/target {\"value\":31.25}", "GET /stage/api/1.0.0/config/target", "GET /stage/api/1.0.0/status/state",
                "GET /stage/api/1.0.0/status/state", "GET /stage/api/1.0.0/status/state", "GET /stage/api/1.0.0/status/position",
            ])
    }

    @Test("Outside its limits or no number: nothing is sent", arguments: [-0.1, 76.1, .nan, .infinity]) func limits(target: Double) async {
        let web = FakeStage().web()
        let error = await #expect(throws: InstrumentError.self) { try await driver(web).move(toMillimetres: target) }
        #expect(error?.code == .outOfLimits)
        #expect(web.requests.isEmpty)
    }

    @Test("A target not taken, a wrong resting place, an error, a move without end") func faults() async {
        for (stage, code) in [
            (FakeStage { $0.isDeaf = true }, InstrumentError.Code.readbackMismatch), (FakeStage { $0.offset = 0.5 }, .notSettled),
            (FakeStage { $0.states = ["error"] }, .wrongState), (FakeStage { $0.states = ["moving"] }, .notSettled),
            (FakeStage { $0.states = ["lost"] }, .malformedReply), (FakeStage { $0.offset = 500 }, .malformedReply),
        ] {
            let error = await #expect(throws: InstrumentError.self) { try await driver(stage.web()).move(toMillimetres: 10) }
            #expect(error?.code == code)
        }
    }
}
