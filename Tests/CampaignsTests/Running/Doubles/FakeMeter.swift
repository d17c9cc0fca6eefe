import Synchronization
import Tieline

/// The bench's sample meter: a disc in a square, whose readings go on whatever happens to the daemon that asked.
struct FakeMeter: SampleMeter {
    static let readingSeconds = 120.0
    let connection: BenchConnection
    private let name = "meter-1"

    init(connection: BenchConnection) { self.connection = connection }

    private var bench: FakeBench { connection.bench }

    func identity() async throws -> InstrumentIdentity { BenchConnection.identity }
    func readingSeconds() async throws -> Double { Self.readingSeconds }

    func lastReading() async throws -> ReadingIdentifier {
        try connection.check(name)
        return bench.change { ReadingIdentifier(session: $0.session, number: $0.places.count) }
    }

    func measure(_ identifier: ReadingIdentifier, at condition: Condition) async throws {
        try connection.check(name)
        try bench.change { state in
            if state.faults.contains(.exposureRefused) { throw FakeBench.error(.refused, name, "HTTP 500") }
            guard identifier == ReadingIdentifier(session: state.session, number: state.places.count + 1) else {
                throw FakeBench.error(.refused, name, "not the next reading")
            }
            state.places.append(condition)
            state.reading = identifier.number
        }
        let bench = bench
        let device = Task {
            for _ in 0..<FakeDetector.steps { try await bench.clock.sleep(for: .seconds(10)) }
            try await bench.duringExposure.withLock { $0 }?(identifier.number)
            bench.change { state in
                state.reading = nil
                state.exposures[identifier.number, default: 0] += 1
            }
        }
        try await device.value
        if bench.snapshot.faults.contains(.exposureReplyLost) { throw FakeBench.error(.noReply, name, "the reply was lost") }
        try connection.check(name)
    }

    func reading(_ identifier: ReadingIdentifier) async throws -> SampleReading? {
        try connection.check(name)
        return try bench.change { state in
            if state.reading == identifier.number { throw FakeBench.error(.busy, name, "reading \(identifier)") }
            guard identifier.session == state.session, state.places.indices.contains(identifier.number - 1),
                !state.faults.contains(.patternMissing)
            else { return nil }
            var place = state.places[identifier.number - 1]
            let isInside = place.coordinates.reduce(0) { $0 + $1 * $1 } < 1
            if state.faults.contains(.readingElsewhere) { place[0] += 1 }
            let labels = state.faults.contains(.readingUndeclared) ? ["outside", "liquid"] : ["inside", "outside"]
            return SampleReading(
                identifier: state.faults.contains(.readingStale)
                    ? ReadingIdentifier(session: state.session, number: identifier.number - 1) : identifier, condition: place,
                labels: [.init(source: "structure", regions: labels, probabilities: isInside ? [1, 0] : [0, 1])],
                properties: [PropertyMeasurement(property: "property", value: isInside ? 5 : 0, standardDeviation: 0.1)])
        }
    }
}
