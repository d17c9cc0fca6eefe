/// An instrument that looks at a sample of a library and says which region of the map it belongs to and what its properties are.
public protocol SampleMeter: Sendable {
    func identity() async throws -> InstrumentIdentity
    /// Measures the sample there, waits until it is done, and returns the number of the reading: not idempotent, never repeated by machine.
    func measure(at condition: Condition) async throws -> Int
    /// What a finished reading said, or `nil` if there never was such a one: the probe after a crash.
    func evidence(reading: Int) async throws -> Evidence?
    /// The number of the last reading that was begun, 0 if none.
    func lastReading() async throws -> Int
}
