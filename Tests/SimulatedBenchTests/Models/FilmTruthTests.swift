import Calphad
import SimulatedBench
import Testing
import Tieline

@Suite("The hidden truth of the film")
struct FilmTruthTests {
    /// The solvus at 100 °C is x = 0.933433 and 0.001092, solved independently (BiSn_reference_boundaries.csv); moving the liquid does not move it.
    @Test("At 100 °C and x = 0.80 the lever rule leaves 14.3 % bismuth")
    func leverRule() throws {
        let phases = try Benches.film().phases(moleFraction: 0.80, sampleKelvin: 373.15)
        #expect(phases.map(\.phase) == ["RHOMBO_A7", "BCT_A5"])
        let tin = (0.80 - 0.001092) / (0.933433 - 0.001092)
        #expect(abs(phases[1].fraction - tin) < 1e-3)
        #expect(abs(phases[0].fraction + phases[1].fraction - 1) < 1e-12)
        #expect(abs(phases[0].moleFraction - 0.001092) < 1e-5 && abs(phases[1].moleFraction - 0.933433) < 1e-5)
    }

    @Test("Sn-rich of the solvus there is one phase, all of it")
    func singlePhase() throws {
        #expect(try Benches.film().phases(moleFraction: 0.95, sampleKelvin: 373.15) == [FilmPhase(phase: "BCT_A5", fraction: 1, moleFraction: 0.95)])
    }

    /// notes/amase.md 1.5: the moved liquid has its eutectic at 53.3 at% Sn and 133.1 °C.
    @Test("The film melts at 133.1 °C, where its liquid has 53.3 at% tin")
    func eutectic() throws {
        let film = try Benches.film()
        let below = try film.phases(moleFraction: 0.70, sampleKelvin: kelvin(fromDegreesCelsius: 132.9))
        #expect(below.map(\.phase) == ["RHOMBO_A7", "BCT_A5"])
        let above = try film.phases(moleFraction: 0.70, sampleKelvin: kelvin(fromDegreesCelsius: 133.3))
        #expect(above.map(\.phase) == ["LIQUID", "BCT_A5"])
        let tieLines = try film.truth.system.tieLines(atTemperature: kelvin(fromDegreesCelsius: 133.2))
        let liquid = try #require(tieLines.first { $0.leaner.phase == "LIQUID" })
        #expect(abs(liquid.leaner.x - 0.533) < 0.003)
    }

    @Test("Above the melting point of tin everything is liquid")
    func liquid() throws {
        #expect(try Benches.film().phases(moleFraction: 0.9, sampleKelvin: 560) == [FilmPhase(phase: "LIQUID", fraction: 1, moleFraction: 0.9)])
    }
}
