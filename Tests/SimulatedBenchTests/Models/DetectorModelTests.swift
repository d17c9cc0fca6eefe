import SimulatedBench
import Testing

@Suite("The detector's states")
struct DetectorModelTests {
    /// What every command does in every state; `nil` where it is refused.
    private static let table: [(DetectorModel.State, DetectorModel.Command, DetectorModel.State?)] = [
        (.notInitialised, .initialize, .idle), (.notInitialised, .arm, nil), (.notInitialised, .trigger, nil), (.notInitialised, .disarm, nil),
        (.notInitialised, .cancel, nil), (.notInitialised, .abort, nil),
        (.idle, .initialize, .idle), (.idle, .arm, .ready), (.idle, .trigger, nil), (.idle, .disarm, .idle), (.idle, .cancel, .idle),
        (.idle, .abort, .idle),
        (.ready, .initialize, .idle), (.ready, .arm, nil), (.ready, .trigger, .acquire), (.ready, .disarm, .idle), (.ready, .cancel, .idle),
        (.ready, .abort, .idle),
        (.acquire, .initialize, nil), (.acquire, .arm, nil), (.acquire, .trigger, nil), (.acquire, .disarm, nil), (.acquire, .cancel, .idle),
        (.acquire, .abort, .idle),
    ]

    private func detector(in state: DetectorModel.State) throws -> DetectorModel {
        var detector = DetectorModel()
        let path: [DetectorModel.Command] =
            switch state {
            case .idle: [.initialize]
            case .ready: [.initialize, .arm]
            case .acquire: [.initialize, .arm, .trigger]
            default: []
            }
        for command in path { try detector.perform(command) }
        return detector
    }

    @Test("Every command in every state", arguments: table)
    func command(state: DetectorModel.State, command: DetectorModel.Command, next: DetectorModel.State?) throws {
        var detector = try detector(in: state)
        if let next {
            try detector.perform(command)
            #expect(detector.state == next)
        } else {
            #expect(throws: DetectorModel.Refusal(command: command, state: state)) { try detector.perform(command) }
            #expect(detector.state == state)
        }
    }

    @Test("Only arming counts series")
    func series() throws {
        var detector = DetectorModel()
        #expect(detector.series == 0)
        for number in 1...3 {
            for command in [DetectorModel.Command.initialize, .arm, .trigger, .abort, .disarm] { try detector.perform(command) }
            #expect(detector.series == number)
        }
    }

    @Test("Frame and count time keep each other in order, and say so")
    func times() throws {
        var detector = try detector(in: .idle)
        #expect(try detector.configure("count_time", to: 120) == ["frame_time"])
        #expect(detector.frameTime == 120)
        #expect(try detector.configure("frame_time", to: 60) == ["count_time"])
        #expect(detector.countTime == 60)
        #expect(try detector.configure("count_time", to: 30) == [])
    }

    @Test("A parameter is written in range, by the right type, in state idle, or not at all")
    func refusals() throws {
        var idle = try detector(in: .idle)
        #expect(throws: DetectorModel.ParameterError.self) { try idle.configure("count_time", to: 1e9) }
        #expect(throws: DetectorModel.ParameterError.self) { try idle.configure("count_time", to: .nan) }
        #expect(throws: DetectorModel.ParameterError.self) { try idle.configure("count_time", to: "long") }
        #expect(throws: DetectorModel.ParameterError.unknown("beam")) { try idle.configure("beam", to: 1) }
        #expect(throws: DetectorModel.ParameterError.notWritable("description")) { try idle.configure("description", to: "mine") }
        #expect(throws: DetectorModel.ParameterError.self) { try idle.configure("trigger_mode", to: "exts") }
        var ready = try detector(in: .ready)
        #expect(throws: DetectorModel.ParameterError.wrongState(.ready)) { try ready.configure("count_time", to: 10) }
    }
}
