import SimulatedBench
import Testing
import Tieline

/// The sample meter, without a line.
struct MeterModelTests {
    private let place = Condition([0.1, 0.2])

    private func identifier(_ number: Int, session: String = "today") -> ReadingIdentifier {
        ReadingIdentifier(session: session, number: number, order: number == 0 ? "" : "order \(number)")
    }

    @Test("A reading takes its time, one after the other; what was read stays readable under its number")
    func readings() throws {
        var meter = MeterModel(session: "today", measurementSeconds: 120, coordinates: 2)
        #expect(meter.lastReading == identifier(0) && meter.reading(1)?.place == nil && meter.reading(0)?.place == nil)
        try meter.measure(identifier(1), at: place)
        #expect(meter.state == .measuring && meter.reading(1)?.place == nil)
        #expect(throws: MeterModel.Refusal.busy(reading: 1)) { try meter.measure(identifier(2), at: place) }
        meter.advance(to: 119)
        #expect(meter.state == .measuring)
        meter.advance(to: 120)
        #expect(meter.state == .idle && meter.reading(1)?.place == place)
        try meter.measure(identifier(2), at: Condition([0.3, 0.4]))
        // The first one can be fetched while the second is being made.
        #expect(meter.reading(1)?.place == place && meter.reading(2)?.place == nil && meter.lastReading == identifier(2))
        #expect(meter.reading(1)?.identifier == identifier(1))
        meter.advance(to: 50)
        #expect(meter.now == 120)
    }

    @Test("A number that no reading can have is one of no reading, whatever it is", arguments: [Int.min, -1, 0, 2, Int.max])
    func noReading(number: Int) throws {
        var meter = MeterModel(session: "today", measurementSeconds: 1, coordinates: 2)
        #expect(meter.reading(number)?.place == nil)
        try meter.measure(identifier(1), at: place)
        #expect(meter.reading(number)?.place == nil)
        meter.advance(to: 1)
        #expect(meter.reading(number)?.place == nil && meter.reading(1)?.place == place)
    }

    @Test(
        "A place with a wrong number of coordinates, or with one that is no number, is refused and leaves no reading",
        arguments: [[0.1], [0.1, .nan], [0.1, 0.2, 0.3], []])
    func refused(_ coordinates: [Double]) throws {
        var meter = MeterModel(session: "today", measurementSeconds: 1, coordinates: 2)
        let refusal = #expect(throws: MeterModel.Refusal.self) { try meter.measure(identifier(1), at: Condition(coordinates)) }
        #expect(refusal?.description.contains("2 finite coordinates") == true)
        #expect(meter.lastReading == identifier(0) && meter.state == .idle)
    }

    @Test(
        "A command that comes twice, too late or from before a restart makes no reading", arguments: [(0, "today"), (2, "today"), (1, "yesterday")])
    func notTheNext(number: Int, session: String) {
        var meter = MeterModel(session: "today", measurementSeconds: 1, coordinates: 2)
        let refusal = #expect(throws: MeterModel.Refusal.self) { try meter.measure(identifier(number, session: session), at: place) }
        #expect(
            refusal
                == .notNext(
                    asked: identifier(number, session: session), next: identifier(0).next(order: identifier(number).order)))
        #expect(meter.lastReading == identifier(0))
    }

    @Test("In process, the meter says what the bench says, is simulated, and refuses with a remedy")
    func inProcess() async throws {
        let bench = try MapBench(contentsOf: Benches.folder + "/circle.yaml", seed: 9)
        let meter = InProcessMeter(bench)
        #expect(try await meter.identity().isSimulated)
        for number in 1...3 {
            let next = try await meter.lastReading().next(order: "test")
            #expect(try await meter.reading(next) == nil)
            try await meter.measure(next, at: place)
            let reading = try #require(try await meter.reading(next))
            let expected = bench.evidence(number: number, at: place)
            #expect(reading.condition == place && reading.identifier.number == number)
            #expect(reading.labels.map(\.probabilities) == expected.labels.map(\.probabilities) && reading.properties == expected.properties)
        }
        #expect(try await meter.lastReading().number == 3 && meter.labSeconds == 360)
        let next = try await meter.lastReading().next(order: "test")
        let error = await #expect(throws: InstrumentError.self) { try await meter.measure(next, at: Condition([1])) }
        #expect(error?.code == .refused && error?.remedy.isEmpty == false)
    }
}
