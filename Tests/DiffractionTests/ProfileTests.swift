import Diffraction
import Testing

@Suite("Peak shapes and Bragg's law") struct ProfileTests {
    @Test("The area under a profile is one, the tails of the Lorentzian allowed for", arguments: [0.0, 0.4, 1])
    func unitArea(mixing: Double) {
        let profile = PseudoVoigt(fullWidthAtHalfMaximum: 0.2, mixing: mixing)
        let step = 0.001
        let sum = stride(from: -50.0, through: 50, by: step).reduce(0) { $0 + profile.density(at: $1) } * step
        // A Lorentzian of width Γ keeps Γ/(π a) of its area beyond ±a.
        #expect(abs(sum - (1 - mixing * 0.2 / (Double.pi * 50))) < 1e-6)
    }

    @Test("Half the height at half the width; height and area are each other's inverse", arguments: [0.0, 0.4, 1])
    func width(mixing: Double) {
        let profile = PseudoVoigt(fullWidthAtHalfMaximum: 0.2, mixing: mixing)
        #expect(abs(profile.density(at: 0.1) / profile.density(at: 0) - 0.5) < 1e-12)
        #expect(abs(profile.height(ofArea: profile.area(ofHeight: 2_000)) - 2_000) < 1e-9)
        #expect(abs(profile.height(ofArea: 1) - profile.density(at: 0)) < 1e-12)
    }

    @Test("The slope is the derivative", arguments: [-0.31, -0.1, 0, 0.04, 0.5]) func slope(offset: Double) {
        let profile = PseudoVoigt.laboratory
        let h = 1e-6
        let difference = (profile.density(at: offset + h) - profile.density(at: offset - h)) / (2 * h)
        #expect(abs(profile.densityAndSlope(at: offset).slope - difference) < 1e-6)
        #expect(profile.densityAndSlope(at: offset).density == profile.density(at: offset))
    }

    @Test("Bi (012): d = 3.28 Å with Cu Kα1, and back") func spacing() throws {
        let spacing = Bragg.spacing(twoTheta: 27.16, wavelength: Bragg.copperKAlpha1)
        #expect(abs(spacing - 3.2806) < 1e-4)
        #expect(abs(try #require(Bragg.twoTheta(spacing: spacing, wavelength: Bragg.copperKAlpha1)) - 27.16) < 1e-10)
        #expect(Bragg.twoTheta(spacing: 0.5, wavelength: Bragg.copperKAlpha1) == nil)
    }

    @Test("Heating by 100 K moves Sn (101) down by 0.07°: −2 ε tan θ") func drift() {
        let shift = Bragg.twoTheta(32.02, afterStrain: 22e-6 * 100) - 32.02
        #expect(abs(shift + 0.0722) < 2e-4)
        #expect(Bragg.twoTheta(32.02, afterStrain: 0) == 32.02 || abs(Bragg.twoTheta(32.02, afterStrain: 0) - 32.02) < 1e-12)
    }

    @Test("An expected pattern is peaks on a background") func simulator() {
        let simulator = PatternSimulator(from: 25, to: 46, step: 0.02, profile: .laboratory)
        #expect(simulator.twoTheta.count == 1051)
        #expect(abs(simulator.twoTheta[1050] - 46) < 1e-9)
        let area = PseudoVoigt.laboratory.area(ofHeight: 2_000)
        let counts = simulator.expectedCounts(peaks: [.init(twoTheta: 32, area: area)], background: .init(level: 100, slope: 2))
        #expect(abs(counts[350] - (2_000 + 100 + 2 * (32 - 35.5))) < 1e-6)
        let halo = simulator.expectedCounts(peaks: [], background: .init(level: 0, haloHeight: 8))
        #expect(abs(halo[275] - 8) < 1e-9 && abs(halo[475] - 4) < 1e-9)
    }
}
