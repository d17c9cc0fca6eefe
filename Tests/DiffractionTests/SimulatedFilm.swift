import Diffraction
import Inference
import Tieline

/// Patterns of a Sn-Bi film with known areas, on those channels of the simulated bench (`docs/bench-protocol.md`) that matter to its tracked peaks.
struct SimulatedFilm {
    static let simulator = PatternSimulator(from: 26, to: 33.5, step: 0.02, profile: .laboratory)
    static let tin = TrackedPeak(phase: "BCT_A5", label: "Sn (101)", twoTheta: 32.02, detectionLimit: 0.01)
    static let bismuth = TrackedPeak(phase: "RHOMBO_A7", label: "Bi (012)", twoTheta: 27.16, detectionLimit: 0.01)

    /// Areas of the two tracked peaks, counts × degree.
    var tinArea: Double
    var bismuthArea: Double
    var background = 100.0
    var kelvin = 400.0
    /// Whether the other reflections of tin and bismuth are there too, as in any real pattern.
    var hasNeighbours = true

    var expected: [Double] {
        let tin = [(32.02, 1.0), (30.64, 1.2), (43.88, 0.35), (44.91, 0.7)]
        let bismuth = [(27.16, 1.0), (37.96, 0.35), (39.62, 0.3)]
        func peaks(_ reflections: [(Double, Double)], area: Double, expansion: Double) -> [PatternSimulator.Peak] {
            reflections.prefix(hasNeighbours ? reflections.count : 1).map { reflection in
                PatternSimulator.Peak(
                    twoTheta: Bragg.twoTheta(reflection.0, afterStrain: expansion * (kelvin - 298.15)), area: area * reflection.1)
            }
        }
        return Self.simulator.expectedCounts(
            peaks: peaks(tin, area: tinArea, expansion: 22e-6) + peaks(bismuth, area: bismuthArea, expansion: 13.4e-6),
            background: .init(level: background))
    }

    func pattern(_ counts: [Double]) -> DiffractionPattern {
        DiffractionPattern(
            twoTheta: Self.simulator.twoTheta, counts: counts, wavelength: Bragg.copperKAlpha1,
            exposureSeconds: 120)
    }

    /// Patterns with Poisson noise, one a seed.
    func draws(_ count: Int, key: UInt64) -> [DiffractionPattern] {
        let expected = expected
        return (0..<count).map { draw in
            var stream = RandomStream(seed: 20_261_124, key: key, UInt64(draw))
            return pattern(expected.map { Double(stream.poisson(mean: $0)) })
        }
    }
}
