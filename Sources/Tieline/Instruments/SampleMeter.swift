/// An instrument that looks at a sample of a library and says which region of the map it belongs to and what its properties are.
public protocol SampleMeter: Sendable {
    func identity() async throws -> InstrumentIdentity
    /// The last reading that was begun, number 0 if none: what a daemon asks before it measures, and first after it was restarted.
    func lastReading() async throws -> ReadingIdentifier
    /// What one reading takes, seconds of lab time.
    func readingSeconds() async throws -> Double
    /// Makes the reading `identifier`, the one after the last, and waits until it is done. A meter that has been restarted since the number was asked for, or used
    /// by somebody else, refuses and measures nothing. Not idempotent, never repeated by machine.
    func measure(_ identifier: ReadingIdentifier, at condition: Condition) async throws
    /// The finished reading of that session and number, whoever ordered it, or `nil` if there is none: the probe after a crash.
    /// - Throws: ``InstrumentError`` with code `busy` while it is being made, `stale` if the meter is in another session.
    func reading(_ identifier: ReadingIdentifier) async throws -> SampleReading?
}

/// Which reading of a meter, and whose: nothing else has the same one, so what is stale or another's can be told.
public struct ReadingIdentifier: Codable, Hashable, Sendable, CustomStringConvertible {
    /// The meter's name for the time since it was started; numbers begin again with the next one.
    public var session: String
    /// `1...`
    public var number: Int
    /// What whoever ordered it calls the order, so that two who want the same number know whose the reading is; empty if nobody ordered one.
    public var order: String

    public init(session: String, number: Int, order: String) {
        self.session = session
        self.number = number
        self.order = order
    }

    /// The one after it.
    public func next(order: String) -> ReadingIdentifier { ReadingIdentifier(session: session, number: number + 1, order: order) }
    public var description: String { "\(number) of session \(session)" }
}
