/// What one measurement says about the phases in the sample.
public struct Evidence: Codable, Hashable, Sendable {
    /// One entry a tracked peak, in the order of the campaign's peaks.
    public var phases: [PhaseEvidence]

    public init(phases: [PhaseEvidence]) { self.phases = phases }

    public func phase(_ name: String) -> PhaseEvidence? { phases.first { $0.phase == name } }
}

/// What one tracked peak says about its phase.
public struct PhaseEvidence: Codable, Hashable, Sendable {
    /// The phase, by its name in the database, as `RHOMBO_A7`.
    public var phase: String
    /// The peak, as people call it: `Bi (012)`.
    public var peak: String
    /// The posterior probability that the peak is there, `0...1`, from even odds.
    public var probabilityPresent: Double
    /// Integrated peak area, counts × degree two-theta; the estimate may be negative where there is only background.
    public var area: Double
    /// One standard deviation of `area` from counting statistics alone.
    public var areaStandardDeviation: Double

    public init(phase: String, peak: String, probabilityPresent: Double, area: Double, areaStandardDeviation: Double) {
        self.phase = phase
        self.peak = peak
        self.probabilityPresent = probabilityPresent
        self.area = area
        self.areaStandardDeviation = areaStandardDeviation
    }
}
