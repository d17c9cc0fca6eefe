import Synchronization
import Tieline

/// The bench's sample meter: a disc in a square, whose readings go on whatever happens to the daemon that asked.
struct FakeMeter: SampleMeter {
    static let readingSeconds = 120.0
    let connection: BenchConnection
    private let name = "meter-1"

    init(connection: BenchConnection) { self.connection = connection }

    var bench: FakeBench { connection.bench }

    /// A driver gives up in a cancelled task.
    private func check() throws {
        try Task.checkCancellation()
        try connection.check(name)
        if bench.snapshot.faults.contains(.meterSilent) { throw FakeBench.error(.noReply, name, "no reply within 5 s") }
    }

    func identity() async throws -> InstrumentIdentity { BenchConnection.identity }
    func readingSeconds() async throws -> Double { Self.readingSeconds }

    func lastReading() async throws -> ReadingIdentifier {
        try check()
        let last = bench.change { ReadingIdentifier(session: $0.session, number: $0.places.count, order: $0.orders.last ?? "") }
        let due = bench.change { state in
            state.lateOrder?.questions -= 1
            guard let order = state.lateOrder, order.questions <= 0 else { return nil as (ReadingIdentifier, Condition)? }
            state.lateOrder = nil
            return (order.identifier, order.place)
        }
        if let (identifier, place) = due { _ = try begin(identifier, at: place) }
        return last
    }

    /// The meter hears of the order after it has said three times that it knows nothing of it.
    func orderLate(_ identifier: ReadingIdentifier, at place: Condition) { bench.change { $0.lateOrder = (identifier, place, 3) } }

    func measure(_ identifier: ReadingIdentifier, at condition: Condition) async throws {
        try check()
        let faults = bench.snapshot.faults
        if faults.contains(.orderLate) {
            orderLate(identifier, at: condition)
            throw FakeBench.error(.noReply, name, "no reply within 5 s")
        }
        if faults.contains(.orderOvertaken) {
            try await begin(ReadingIdentifier(session: identifier.session, number: identifier.number, order: "somebody else"), at: condition).value
        }
        try await bench.untilCancelled(or: begin(identifier, at: condition))
        if faults.contains(.exposureReplyLost) { throw FakeBench.error(.noReply, name, "the reply was lost") }
        try check()
    }

    /// The reading goes on by itself, whoever asked.
    private func begin(_ identifier: ReadingIdentifier, at condition: Condition) throws -> Task<Void, any Error> {
        try bench.change { state in
            if state.faults.contains(.exposureRefused) { throw FakeBench.error(.refused, name, "HTTP 500") }
            guard identifier.session == state.session, identifier.number == state.places.count + 1 else {
                throw FakeBench.error(.refused, name, "not the next reading")
            }
            state.places.append(condition)
            state.orders.append(identifier.order)
            state.reading = identifier.number
        }
        let bench = bench
        return Task {
            for _ in 0..<FakeDetector.steps { try await bench.clock.sleep(for: .seconds(10)) }
            try await bench.duringExposure.withLock { $0 }?(identifier.number)
            bench.change { state in
                state.reading = nil
                state.exposures[identifier.number, default: 0] += 1
            }
        }
    }

    func reading(_ identifier: ReadingIdentifier) async throws -> SampleReading? {
        try check()
        return try bench.change { state in
            if state.reading == identifier.number { throw FakeBench.error(.busy, name, "reading \(identifier)") }
            state.questionsBeforeShown -= 1
            guard state.questionsBeforeShown < 0, identifier.session == state.session, state.places.indices.contains(identifier.number - 1),
                !state.faults.contains(.patternMissing), state.places[identifier.number - 1] != state.emptyPlace
            else { return nil }
            let number = state.faults.contains(.readingStale) ? identifier.number - 1 : identifier.number
            return Self.said(
                ReadingIdentifier(session: state.session, number: number, order: state.orders[identifier.number - 1]),
                at: state.places[identifier.number - 1], state.faults)
        }
    }

    private static func said(_ identifier: ReadingIdentifier, at place: Condition, _ faults: Set<FakeBench.Fault>) -> SampleReading {
        let isInside = place.coordinates.reduce(0) { $0 + $1 * $1 } < 1
        var reading = SampleReading(
            identifier: identifier, condition: place,
            labels: [.init(source: "structure", regions: ["inside", "outside"], probabilities: isInside ? [1, 0] : [0, 1])],
            properties: [PropertyMeasurement(property: "property", value: isInside ? 5 : 0, standardDeviation: 0.1)])
        if faults.contains(.readingElsewhere) { reading.condition[0] += 1 }
        if faults.contains(.readingUndeclared) { reading.labels[0].regions = ["outside", "liquid"] }
        if faults.contains(.softmax) {
            reading.labels[0].regions.append("liquid")
            reading.labels[0].probabilities = reading.labels[0].probabilities.map { $0 * (1 - 1e-9) } + [1e-9]
        }
        if faults.contains(.noLabel) { reading.labels = [] }
        if faults.contains(.noProperty) { reading.properties = [] }
        if faults.contains(.uncertainValue) { reading.properties[0].standardDeviation = 1e200 }
        if faults.contains(.implausibleValue) { reading.properties[0].value = 9999 }
        return reading
    }
}
