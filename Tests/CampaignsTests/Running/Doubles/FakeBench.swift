import Synchronization
import Tieline

/// A furnace, a stage and a detector that live as long as the test, whatever happens to the daemons that talk to them.
final class FakeBench: Sendable {
    enum Event: Hashable, Sendable {
        case started(kelvin: Double), extended, off, moved(Double), armed(Int), exposed(Int), disarmed
    }

    /// What can be wrong, each on its own.
    enum Fault: Hashable, Sendable {
        case overTemperature, frozenReading, sensorBroken, notRising, notANumber, someoneAtThePanel, silent, slowReadings
        /// Nods and does nothing: what a driver's read-back finds.
        case deaf
        case offRefused
        /// Fails before the shutter opens, and after it closed.
        case exposureRefused, exposureReplyLost
        /// Has no pattern yet while it exposes, and does not say why.
        case neverSaysBusy
        case patternMissing, patternNotANumber
        /// Stops counting when the call is cancelled, as a detector does that is told to abort.
        case exposureEndsWhenCancelled
        case stageStuck
        /// The meter measured beside the place, calls it what nobody declared, gives another's reading.
        case readingElsewhere, readingUndeclared, readingStale
        /// Its structure analysis is down; its property meter is; its property is out of this world.
        case noLabel, noProperty, implausibleValue
        /// A softmax that leaves a little for a region that nobody declared.
        case softmax
        /// The order is on its way for some questions, and nobody hears of it; somebody else's was there before; the meter answers nothing.
        case orderLate, orderOvertaken, meterSilent
        /// A gateway before the meter answers 500 to every order and passes it on, late.
        case gatewayFails
        /// The meter knows the property no better than nothing.
        case uncertainValue
    }

    struct State: Sendable {
        var program: HeatingProgram?
        var startedAt = 0.0, startKelvin = 298.15, dwellEnds = 0.0
        var faults: Set<Fault> = []
        /// Reads that fail before one succeeds.
        var failingReads = 0
        var reads = 0
        /// What the sensor is wrong by, kelvin.
        var readingOffset = 0.0
        var position = 0.0
        var lastSeries = 0
        var exposing: Int?
        var patterns: [Int: DiffractionPattern] = [:]
        var exposures: [Int: Int] = [:]
        var log: [Event] = []
        /// The meter's: its session, where its readings were made, and the one that is being made.
        var session = "A"
        var places: [Condition] = []
        var orders: [String] = []
        var reading: Int?
        /// An order that is on its way, and how many questions after its last reading the meter answers before it arrives.
        var lateOrder: (identifier: ReadingIdentifier, place: Condition, questions: Int)?
        /// How many questions after finished readings the meter answers as if it had none.
        var questionsBeforeShown = 0
        /// Where a sample has fallen off: the meter has nothing of it.
        var emptyPlace: Condition?
    }

    let clock: ManualClock
    /// Wall time, for how long a reading takes.
    let wall = ManualClock()
    private let state = Mutex(State())
    /// Called while a series is being armed.
    let duringArming = Mutex<(@Sendable (Int) async throws -> Void)?>(nil)
    /// Called when the furnace is told to be off, before it is.
    let duringOff = Mutex<(@Sendable () async -> Void)?>(nil)
    /// Called in the middle of every exposure with its series.
    let duringExposure = Mutex<(@Sendable (Int) async throws -> Void)?>(nil)

    init(clock: ManualClock) { self.clock = clock }

    var snapshot: State { state.withLock { $0 } }
    func change<Value: Sendable>(_ body: (inout State) throws -> sending Value) rethrows -> Value { try state.withLock { try body(&$0) } }
    func inject(_ fault: Fault) { change { _ = $0.faults.insert(fault) } }
    func repair(_ fault: Fault) { change { _ = $0.faults.remove(fault) } }
    var log: [Event] { snapshot.log }

    /// Whether the heater can be warm now.
    var isHot: Bool { change { $0.program != nil && clock.seconds < $0.dwellEnds } }

    /// A working setpoint that ramps, and a sample that follows it exactly; the reading flickers in its last digit.
    func reading() throws -> TemperatureReading {
        let now = clock.seconds
        return try change { state in
            state.reads += 1
            if state.faults.contains(.silent) { throw Self.error(.noReply, "furnace-1", "no reply within 1 s") }
            if state.failingReads > 0 {
                state.failingReads -= 1
                throw Self.error(.noReply, "furnace-1", "no reply within 1 s")
            }
            if state.faults.contains(.sensorBroken) { throw Self.error(.sensorBroken, "furnace-1", "the sensor is broken") }
            guard let program = state.program, now < state.dwellEnds else {
                let kelvin = state.faults.contains(.overTemperature) ? 900 : 298.15
                return TemperatureReading(
                    measuredKelvin: kelvin, targetKelvin: 298.15, workingSetpointKelvin: 298.15, outputPercent: 0,
                    program: state.program == nil ? .off : .ended)
            }
            let travelled = (now - state.startedAt) * program.rampKelvinPerMinute / 60
            let distance = program.targetKelvin - state.startKelvin
            let isThere = travelled >= abs(distance)
            let setpoint = isThere ? program.targetKelvin : state.startKelvin + (distance < 0 ? -travelled : travelled)
            var reading = TemperatureReading(
                measuredKelvin: setpoint + (state.reads % 2 == 0 ? 0.05 : -0.05), targetKelvin: program.targetKelvin, workingSetpointKelvin: setpoint,
                outputPercent: isThere ? 20 : 80, program: isThere ? .holding : .running)
            reading.measuredKelvin += state.readingOffset
            if state.faults.contains(.overTemperature) { reading.measuredKelvin = 900 }
            if state.faults.contains(.frozenReading) { reading.measuredKelvin = 299 }
            if state.faults.contains(.notRising) {
                reading.measuredKelvin = 299 + (state.reads % 2 == 0 ? 0.05 : 0)
                reading.outputPercent = 100
            }
            if state.faults.contains(.notANumber) { reading.measuredKelvin = .nan }
            if state.faults.contains(.someoneAtThePanel) { reading.targetKelvin += 50 }
            return reading
        }
    }

    func start(_ program: HeatingProgram) throws {
        let kelvin = try reading().measuredKelvin
        let now = clock.seconds
        try change { state in
            if state.faults.contains(.deaf) {
                throw Self.error(.readbackMismatch, "furnace-1", "asked for \(program.targetKelvin) K, the controller holds 298.15 K")
            }
            state.log.append(.started(kelvin: program.targetKelvin))
            (state.program, state.startedAt, state.startKelvin) = (program, now, kelvin)
            state.dwellEnds = now + abs(program.targetKelvin - kelvin) / program.rampKelvinPerMinute * 60 + program.dwellSeconds
        }
    }

    static func error(_ code: InstrumentError.Code, _ instrument: String, _ message: String) -> InstrumentError {
        InstrumentError(code, instrument: instrument, message: message, remedy: "Look at it")
    }
}
