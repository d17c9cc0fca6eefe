import Diffraction
import Tieline

/// The expected counts of every crystalline phase at one temperature, alone and of full amount, without background: what is left of a pattern
/// is a sum with weights.
struct PhaseProfiles: Sendable {
    private let specification: DiffractionSpecification
    private let simulator: PatternSimulator
    private let sampleKelvin: Double
    /// Counts a channel in the reference exposure, in the order of the specification's phases; `nil` where they depend on the phase's composition.
    private let fixed: [[Double]?]

    init(_ specification: DiffractionSpecification, simulator: PatternSimulator, sampleKelvin: Double) {
        self.specification = specification
        self.simulator = simulator
        self.sampleKelvin = sampleKelvin
        fixed = specification.phases.map { phase in
            phase.vegard != nil
                ? nil
                : Self.counts(phase, specification, simulator, strain: phase.expansionPerKelvin * (sampleKelvin - specification.referenceKelvin))
        }
    }

    /// Counts a channel in the reference exposure of the phase with that position in the specification.
    func counts(ofPhase index: Int, moleFraction: Double) -> [Double] {
        if let known = fixed[index] { return known }
        let phase = specification.phases[index]
        return Self.counts(
            phase, specification, simulator,
            strain: phase.strain(moleFraction: moleFraction, kelvin: sampleKelvin, referenceKelvin: specification.referenceKelvin))
    }

    private static func counts(
        _ phase: DiffractionSpecification.CrystallinePhase, _ specification: DiffractionSpecification, _ simulator: PatternSimulator, strain: Double
    ) -> [Double] {
        let peaks = phase.reflections.map { reflection in
            PatternSimulator.Peak(
                twoTheta: Bragg.twoTheta(reflection.twoTheta, afterStrain: strain),
                area: simulator.profile.area(ofHeight: specification.peakHeight * reflection.relativeHeight))
        }
        return simulator.expectedCounts(peaks: peaks, background: .init(level: 0))
    }
}
