import Diffraction
import Tieline

/// The expected counts of every crystalline phase at one temperature, alone and of full amount, without background: what is left of a pattern
/// is a sum with weights.
struct PhaseProfiles: Sendable {
    /// Counts a channel in the reference exposure, in the order of the specification's phases.
    let counts: [[Double]]

    init(_ specification: DiffractionSpecification, simulator: PatternSimulator, sampleKelvin: Double) {
        counts = specification.phases.map { phase in
            let strain = phase.expansionPerKelvin * (sampleKelvin - specification.referenceKelvin)
            let peaks = phase.reflections.map { reflection in
                PatternSimulator.Peak(
                    twoTheta: Bragg.twoTheta(reflection.twoTheta, afterStrain: strain),
                    area: simulator.profile.area(ofHeight: specification.peakHeight * reflection.relativeHeight))
            }
            return simulator.expectedCounts(peaks: peaks, background: .init(level: 0))
        }
    }
}
