import Diffraction
import Inference
import Testing
import Tieline

/// Two sides of a miscibility gap: one reflection at two lattice parameters, wherever their compositions put it.
@Suite("Peaks that drift with the composition of their phase") struct DriftingPeaksTests {
    static let simulator = PatternSimulator(from: 34, to: 46, step: 0.02, profile: .laboratory)
    static let kelvin = 900.0
    /// As Ag (111) and Cu (111), 40° and 42.2° here, whose phases dissolve some of each other.
    static let leaner = TrackedPeak(
        phase: "FCC_A1", name: "FCC_A1#1", moleFractions: 0...0.5, label: "leaner", twoTheta: 40, expansionPerKelvin: 20e-6,
        drift: -0.1...1.0, detectionLimit: 0.01)
    static let richer = TrackedPeak(
        phase: "FCC_A1", name: "FCC_A1#2", moleFractions: 0.5...1, label: "richer", twoTheta: 42.2, expansionPerKelvin: 20e-6,
        drift: -1.0...0.1, detectionLimit: 0.01)
    let analyser = PeakAnalyser(peaks: [leaner, richer])

    /// Where a peak is when its phase's composition has moved it by `drift` degrees.
    static func place(_ peak: TrackedPeak, drift: Double) -> Double {
        Bragg.twoTheta(peak.twoTheta, afterStrain: (peak.expansionPerKelvin ?? 0) * (kelvin - 298.15)) + drift
    }

    func pattern(_ peaks: [PatternSimulator.Peak], series: Int) -> DiffractionPattern {
        var stream = RandomStream(seed: 20_261_124, key: 7, UInt64(series))
        let expected = Self.simulator.expectedCounts(peaks: peaks, background: .init(level: 100))
        return DiffractionPattern(
            twoTheta: Self.simulator.twoTheta, counts: expected.map { Double(stream.poisson(mean: $0)) }, wavelength: Bragg.copperKAlpha1,
            exposureSeconds: 120)
    }

    /// Areas of the two and how far each has drifted; the last two are 0.40° apart, twice the width of a peak.
    static let cases: [(areas: (Double, Double), drifts: (Double, Double))] = [
        ((300, 100), (0, 0)), ((100, 300), (0.5, -0.3)), ((20, 450), (0.9, 0)), ((450, 20), (0.2, -0.9)), ((0, 300), (0, -0.5)),
        ((300, 0), (0.8, 0)), ((8, 8), (0.4, -0.4)), ((0, 0), (0, 0)), ((200, 200), (0.89, -0.85)), ((40, 400), (0.89, -0.85)),
    ]

    @Test("The areas of both are unbiased and their errors are right, wherever the two have drifted", arguments: cases)
    func pulls(areas: (Double, Double), drifts: (Double, Double)) throws {
        let draws = 100
        var pulls: [[Double]] = [[], []]
        for series in 0..<draws {
            let pattern = pattern(
                [
                    .init(twoTheta: Self.place(Self.leaner, drift: drifts.0), area: areas.0),
                    .init(twoTheta: Self.place(Self.richer, drift: drifts.1), area: areas.1),
                ], series: series)
            let evidence = try analyser.evidence(from: pattern, kelvin: Self.kelvin)
            #expect(evidence.phases.map(\.phase) == ["FCC_A1#1", "FCC_A1#2"])
            for (index, area) in [areas.0, areas.1].enumerated() {
                pulls[index].append((evidence.phases[index].area - area) / evidence.phases[index].areaStandardDeviation)
                if area >= 20 { #expect(evidence.phases[index].probabilityPresent > 0.99) }
            }
        }
        for (index, values) in pulls.enumerated() {
            let mean = values.reduce(0, +) / Double(draws)
            let spread = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws - 1)).squareRoot()
            // A hundred draws know a mean to 0.1 and a spread to 7 %. A peak of unknown place that is hardly there, or not, has a wider error.
            #expect(abs(mean) < 0.35, "mean pull \(mean) of \(index) at \(areas), \(drifts)")
            #expect(spread < 1.3 && (spread > 0.7 || [areas.0, areas.1][index] < 20), "spread \(spread) of \(index) at \(areas), \(drifts)")
        }
    }

    @Test("One peak of the two does not make the other appear, wherever it is", arguments: [0.0, 0.3, 0.6, 0.9])
    func onlyOne(drift: Double) throws {
        var (falseLeaner, falseRicher) = (0, 0)
        for series in 0..<50 {
            let lean = pattern([.init(twoTheta: Self.place(Self.leaner, drift: drift), area: 400)], series: series)
            let rich = pattern([.init(twoTheta: Self.place(Self.richer, drift: -drift), area: 400)], series: 50 + series)
            if try analyser.evidence(from: lean, kelvin: Self.kelvin).phases[1].probabilityPresent > 0.5 { falseRicher += 1 }
            if try analyser.evidence(from: rich, kelvin: Self.kelvin).phases[0].probabilityPresent > 0.5 { falseLeaner += 1 }
        }
        #expect(falseLeaner <= 3 && falseRicher <= 3, "\(falseLeaner), \(falseRicher) of 50")
    }

    @Test("Without a temperature the peak is looked for as far as heating may have put it")
    func unknownTemperature() throws {
        let pattern = pattern([.init(twoTheta: Self.place(Self.leaner, drift: 0.3), area: 300)], series: 1)
        let alone = PeakAnalyser(peaks: [Self.leaner])
        let seen = try alone.evidence(from: pattern).phases[0]
        #expect(abs(seen.area - 300) < 5 * seen.areaStandardDeviation)
    }

    @Test("A stated expansion without drift puts the peak where it says, up to 1,100 K", arguments: [400.0, 700, 1_100])
    func expansion(kelvin: Double) throws {
        let peak = TrackedPeak(phase: "CU2MG", label: "Cu2Mg (311)", twoTheta: 42.6, expansionPerKelvin: 20e-6, detectionLimit: 0.01)
        let place = Bragg.twoTheta(42.6, afterStrain: 20e-6 * (kelvin - 298.15))
        let pattern = pattern([.init(twoTheta: place, area: 100)], series: Int(kelvin))
        let seen = try PeakAnalyser(peaks: [peak]).evidence(from: pattern, kelvin: kelvin).phases[0]
        #expect(seen.probabilityPresent > 0.99 && abs(seen.area - 100) < 4 * seen.areaStandardDeviation)
    }

    @Test("A scan that ends within the drift of a peak is refused with the angles")
    func notCovered() {
        var peak = Self.leaner
        peak.drift = -5...1
        let pattern = pattern([], series: 1)
        let error = #expect(throws: PatternError.self) { try PeakAnalyser(peaks: [peak]).evidence(from: pattern, kelvin: 1_100) }
        #expect(error?.code == .peakNotCovered && error?.message.contains("the pattern covers 34.0° to 46.0°") == true)
    }
}
