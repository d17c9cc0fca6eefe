import Testing
import Tieline

@testable import Instruments

@Suite("A sample meter")
struct BenchMeterTests {
    private let place = Condition([0.1, -0.2])

    private func driver(_ meter: FakeMeter) -> BenchMeter {
        BenchMeter(name: "meter-1", client: meter.web(), sleep: { _ in await Task.yield() })
    }

    private func identifier(_ number: Int, session: String = "A") -> ReadingIdentifier { ReadingIdentifier(session: session, number: number) }

    @Test("It measures by number, waits until the meter is done, and reads what was measured where")
    func measures() async throws {
        let meter = FakeMeter()
        let driver = driver(meter)
        #expect(try await driver.lastReading() == identifier(0))
        try await driver.measure(identifier(1), at: place)
        let reading = try #require(try await driver.reading(identifier(1)))
        #expect(reading.condition == place && reading.identifier == identifier(1))
        #expect(reading.labels == [.init(source: "structure", regions: ["outside", "inside"], probabilities: [0, 1])])
        #expect(reading.properties == [PropertyMeasurement(property: "property", value: 1.5, standardDeviation: 0.1)])
        #expect(try await driver.identity().isSimulated)
        #expect(try await driver.lastReading() == identifier(1))
        #expect(try await driver.reading(identifier(2)) == nil)
    }

    @Test("A place that is none is not sent", arguments: [[], [.nan, 0], [0, .infinity]])
    func noPlace(_ coordinates: [Double]) async {
        let meter = FakeMeter()
        let error = await #expect(throws: InstrumentError.self) { try await driver(meter).measure(identifier(1), at: Condition(coordinates)) }
        #expect(error?.code == .outOfLimits && meter.readings == 0)
    }

    @Test("A number that is not the next one, or of another session, makes no reading", arguments: [(2, "A"), (1, "B"), (0, "A")])
    func notTheNext(number: Int, session: String) async {
        let meter = FakeMeter()
        let error = await #expect(throws: InstrumentError.self) {
            try await driver(meter).measure(identifier(number, session: session), at: place)
        }
        #expect(error?.code == .refused && meter.readings == 0)
    }

    @Test("A reading that is still being made is busy, one of another session is stale")
    func busyAndStale() async throws {
        let meter = FakeMeter()
        let driver = driver(meter)
        meter.change {
            $0.places = [[0.1, -0.2]]
            $0.questionsLeft = 9
        }
        let busy = await #expect(throws: InstrumentError.self) { try await driver.reading(identifier(1)) }
        #expect(busy?.code == .busy)
        meter.change {
            $0.questionsLeft = 0
            $0.session = "B"
        }
        let stale = await #expect(throws: InstrumentError.self) { try await driver.reading(identifier(1)) }
        #expect(stale?.code == .stale)
    }

    @Test(
        "What no measurement can say is refused, whatever of it is wrong",
        arguments: [
            ("[0.1, -0.2]", "[]"), ("[0,1]", "[0.5,0.6]"), ("[0,1]", "[-0.5,1.5]"), ("[0,1]", "[1]"), ("\"inside\"", "\"outside\""),
            ("\"value\":1.5", "\"value\":1e999"), ("0.1,\"value\"", "-0.1,\"value\""), ("\"value\":1.5", "\"value\":\"NaN\""),
            ("\"reading\":1", "\"reading\":2"), ("\"labels\"", "\"label\""),
        ])
    func badReadings(right: String, wrong: String) async throws {
        let meter = FakeMeter()
        let text = FakeMeter.reading(1, at: [0.1, -0.2])
        #expect(text.contains(right))
        meter.change {
            $0.places = [[0.1, -0.2]]
            $0.overrides["1.json"] = text.replacing(right, with: wrong)
        }
        let error = await #expect(throws: InstrumentError.self) { try await driver(meter).reading(identifier(1)) }
        #expect(error?.code == (wrong.contains("reading") ? .stale : .malformedReply), "\(String(describing: error))")
    }

    @Test("A meter that never ends, that is in no known state, or that takes no time or for ever", arguments: ["state", "0", "90000", "null"])
    func neverEnds(what: String) async {
        let meter = FakeMeter()
        meter.change {
            switch what {
            case "state": $0.overrides["state"] = "{\"value\": \"measuring\"}"
            case "null": $0.overrides["state"] = "{\"value\": \"asleep\"}"
            default: $0.time = what
            }
        }
        let error = await #expect(throws: InstrumentError.self) { try await driver(meter).measure(identifier(1), at: place) }
        #expect(error?.code == (what == "state" ? .notSettled : .malformedReply))
    }

    /// The laws of every driver, for a meter. Each fault is tried at each request of each call:
    /// - a disturbed call throws an `InstrumentError` or does what it says: it never returns another reading, and never claims one that was not made;
    /// - whatever happened, a number makes at most one reading;
    /// - the undisturbed call after it is right: nothing stale is believed.
    @Test("A disturbed line makes no wrong reading and no second one", arguments: FakeMeter.Fault.allCases)
    func laws(fault: FakeMeter.Fault) async throws {
        for first in 1...8 {
            for length in 1...2 {
                let at: Comment = "\(fault) from request \(first), \(length) long"
                let meter = FakeMeter()
                let driver = driver(meter)
                let next = try await driver.lastReading().next
                meter.disturb(fault, requests: first...(first + length - 1))
                do {
                    try await driver.measure(next, at: place)
                    meter.disturb(nil, requests: nil)
                    #expect(meter.readings == 1, at)
                } catch { #expect(error is InstrumentError, at) }
                meter.disturb(nil, requests: nil)
                // Once more, as no daemon would: at most one reading comes of it.
                try? await driver.measure(next, at: place)
                #expect(meter.readings == 1, at)
                meter.change { $0.questionsLeft = 0 }

                meter.disturb(fault, requests: first...(first + length - 1))
                do {
                    if let reading = try await driver.reading(next) {
                        #expect(reading.identifier == next && reading.condition == place && reading.properties[0].value == 1.5, at)
                    }
                } catch { #expect(error is InstrumentError, at) }
                meter.disturb(nil, requests: nil)
                #expect(try await driver.reading(next)?.properties[0].value == 1.5, at)
                #expect(try await driver.lastReading() == next, at)
            }
        }
    }
}
