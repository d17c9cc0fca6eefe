/// A detector that takes diffraction patterns, one series an exposure.
public protocol PatternDetector: Sendable {
    func identity() async throws -> InstrumentIdentity
    /// Makes the detector ready and returns the number of the series that the next exposure will fill. Moves nothing, exposes nothing.
    func arm(exposureSeconds: Double) async throws -> Int
    /// Exposes the armed series: not idempotent, never repeated by machine.
    func expose(series: Int) async throws
    /// The pattern of a finished series, or `nil` if the detector never exposed it: the probe after a crash.
    /// - Throws: ``InstrumentError`` with code `busy` while it is being exposed.
    func pattern(series: Int) async throws -> DiffractionPattern?
    /// The number of the last series that was armed, 0 if none: what a restarted daemon asks first.
    func lastSeries() async throws -> Int
    /// Leaves the detector idle, whatever it was doing.
    func disarm() async throws
}
