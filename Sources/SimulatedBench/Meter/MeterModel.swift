public import Tieline

/// A meter that takes its time over one sample after the other, and keeps what it read.
public struct MeterModel: Sendable {
    public enum State: String, Sendable, CaseIterable { case idle, measuring }

    /// Why a measurement was not begun.
    public enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        case busy(reading: Int)
        case wrongCoordinates(count: Int, wanted: Int)
        case full

        public var description: String {
            switch self {
            case .busy(let reading): "reading \(reading) is still being made"
            case .wrongCoordinates(let count, let wanted): "a place has \(wanted) finite coordinates, not \(count)"
            case .full: "the meter keeps \(MeterModel.maximumReadings) readings, and has them all"
            }
        }
    }

    /// What bounds the meter's memory of them.
    public static let maximumReadings = 1_000_000

    /// Seconds that a reading takes.
    public let measurementSeconds: Double
    private let coordinates: Int
    /// Lab time since the meter started, seconds.
    public private(set) var now = 0.0
    /// When the running reading will be done, lab time.
    public private(set) var end: Double?
    private var places: [Condition] = []

    /// - Parameter coordinates: How many a place has.
    public init(measurementSeconds: Double, coordinates: Int) {
        self.measurementSeconds = measurementSeconds
        self.coordinates = coordinates
    }

    public var state: State { end == nil ? .idle : .measuring }
    /// The number of the last reading that was begun, 0 if none.
    public var lastReading: Int { places.count }

    /// Lets time pass; an earlier time changes nothing.
    public mutating func advance(to seconds: Double) {
        now = max(now, seconds)
        if let end, end <= now { self.end = nil }
    }

    /// Begins a reading and returns its number.
    public mutating func measure(at place: Condition) throws(Refusal) -> Int {
        guard state == .idle else { throw .busy(reading: lastReading) }
        guard place.coordinates.count == coordinates, place.coordinates.allSatisfy(\.isFinite) else {
            throw .wrongCoordinates(count: place.coordinates.count(where: \.isFinite), wanted: coordinates)
        }
        guard places.count < Self.maximumReadings else { throw .full }
        places.append(place)
        end = now + measurementSeconds
        return places.count
    }

    /// Where a finished reading was made.
    public func place(ofReading number: Int) -> Condition? {
        guard places.indices.contains(number - 1), number < places.count || state == .idle else { return nil }
        return places[number - 1]
    }
}
