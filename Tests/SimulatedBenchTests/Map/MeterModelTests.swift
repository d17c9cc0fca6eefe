import SimulatedBench
import Testing
import Tieline

/// The sample meter, without a line.
struct MeterModelTests {
    private let place = Condition([0.1, 0.2])

    @Test("A reading takes its time, one after the other; what was read stays readable under its number")
    func readings() throws {
        var meter = MeterModel(measurementSeconds: 120, coordinates: 2)
        #expect(meter.lastReading == 0 && meter.place(ofReading: 1) == nil && meter.place(ofReading: 0) == nil)
        #expect(try meter.measure(at: place) == 1)
        #expect(meter.state == .measuring && meter.place(ofReading: 1) == nil)
        #expect(throws: MeterModel.Refusal.busy(reading: 1)) { try meter.measure(at: place) }
        meter.advance(to: 119)
        #expect(meter.state == .measuring)
        meter.advance(to: 120)
        #expect(meter.state == .idle && meter.place(ofReading: 1) == place)
        #expect(try meter.measure(at: Condition([0.3, 0.4])) == 2)
        // The first one can be fetched while the second is being made.
        #expect(meter.place(ofReading: 1) == place && meter.place(ofReading: 2) == nil && meter.lastReading == 2)
        meter.advance(to: 50)
        #expect(meter.now == 120)
    }

    @Test(
        "A place with a wrong number of coordinates, or with one that is no number, is refused and leaves no reading",
        arguments: [[0.1], [0.1, .nan], [0.1, 0.2, 0.3], []])
    func refused(_ coordinates: [Double]) throws {
        var meter = MeterModel(measurementSeconds: 1, coordinates: 2)
        let refusal = #expect(throws: MeterModel.Refusal.self) { try meter.measure(at: Condition(coordinates)) }
        #expect(refusal?.description.contains("2 finite coordinates") == true)
        #expect(meter.lastReading == 0 && meter.state == .idle)
    }

    @Test("In process, the meter says what the bench says, is simulated, and refuses with a remedy")
    func inProcess() async throws {
        let bench = try MapBench(contentsOf: Benches.folder + "/circle.yaml", seed: 9)
        let meter = InProcessMeter(bench)
        #expect(try await meter.identity().isSimulated)
        #expect(try await meter.evidence(reading: 1) == nil)
        for number in 1...3 {
            #expect(try await meter.measure(at: place) == number)
            #expect(try await meter.evidence(reading: number) == bench.evidence(number: number, at: place))
        }
        #expect(try await meter.lastReading() == 3 && meter.labSeconds == 360)
        let error = await #expect(throws: InstrumentError.self) { _ = try await meter.measure(at: Condition([1])) }
        #expect(error?.code == .refused && error?.remedy.isEmpty == false)
    }
}
