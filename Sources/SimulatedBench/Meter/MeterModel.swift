public import Tieline

/// A meter that takes its time over one sample after the other, and keeps what it read.
public struct MeterModel: Sendable {
    public enum State: String, Sendable, CaseIterable { case idle, measuring }

    /// Why a measurement was not begun.
    public enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        case busy(reading: Int)
        case wrongCoordinates(count: Int, wanted: Int)
        case full
        /// Asked for by a number that is not the next one's, or by one of another session.
        case notNext(asked: ReadingIdentifier, next: ReadingIdentifier)

        public var description: String {
            switch self {
            case .busy(let reading): "reading \(reading) is still being made"
            case .wrongCoordinates(let count, let wanted): "a place has \(wanted) finite coordinates, not \(count)"
            case .notNext(let asked, let next): "reading \(asked) is not the next one, which is \(next)"
            case .full: "the meter keeps \(MeterModel.maximumReadings) readings, and has them all"
            }
        }
    }

    /// What bounds the meter's memory of them.
    public static let maximumReadings = 1_000_000

    /// What tells this start of the meter from every other.
    public let session: String
    /// Seconds that a reading takes.
    public let measurementSeconds: Double
    private let coordinates: Int
    /// Lab time since the meter started, seconds.
    public private(set) var now = 0.0
    /// When the running reading will be done, lab time.
    public private(set) var end: Double?
    private var readings: [(place: Condition, order: String)] = []

    /// - Parameter coordinates: How many a place has.
    public init(session: String, measurementSeconds: Double, coordinates: Int) {
        self.session = session
        self.measurementSeconds = measurementSeconds
        self.coordinates = coordinates
    }

    public var state: State { end == nil ? .idle : .measuring }
    /// The last reading that was begun, number 0 if none.
    public var lastReading: ReadingIdentifier {
        ReadingIdentifier(session: session, number: readings.count, order: readings.last?.order ?? "")
    }

    /// Lets time pass; an earlier time changes nothing.
    public mutating func advance(to seconds: Double) {
        now = max(now, seconds)
        if let end, end <= now { self.end = nil }
    }

    /// Begins a reading, if it is the next one.
    public mutating func measure(_ identifier: ReadingIdentifier, at place: Condition) throws(Refusal) {
        guard state == .idle else { throw .busy(reading: readings.count) }
        let next = lastReading.next(order: identifier.order)
        guard identifier == next else { throw .notNext(asked: identifier, next: next) }
        guard place.coordinates.count == coordinates, place.coordinates.allSatisfy(\.isFinite) else {
            throw .wrongCoordinates(count: place.coordinates.count(where: \.isFinite), wanted: coordinates)
        }
        guard readings.count < Self.maximumReadings else { throw .full }
        readings.append((place, identifier.order))
        end = now + measurementSeconds
    }

    /// What a finished reading was asked for, and by whom.
    public func reading(_ number: Int) -> (identifier: ReadingIdentifier, place: Condition)? {
        guard number >= 1, number < readings.count || (number == readings.count && state == .idle) else { return nil }
        let (place, order) = readings[number - 1]
        return (ReadingIdentifier(session: session, number: number, order: order), place)
    }
}
