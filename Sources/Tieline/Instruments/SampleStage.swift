/// A motor that brings a place of the sample into the beam.
public protocol SampleStage: Sendable {
    func identity() async throws -> InstrumentIdentity
    /// Moves, waits until it stands, and compares where it stands with where it should.
    func move(toMillimetres target: Double) async throws
    /// Where it stands, millimetres.
    func position() async throws -> Double
}
