import Calphad
import Diffraction
import SimulatedBench
import Testing
import Tieline

@Suite("The benches of the other systems")
struct AlloySystemBenchTests {
    /// Each pull is one of a few hundred; the straight background of the analyser takes some tenths of a per cent of a peak for itself.
    @Test(
        "In every field the areas of the tracked peaks are the fractions of the lever rule, within counting noise", arguments: AlloySystemBench.names)
    func leverRule(name: String) throws {
        let system = try AlloySystemBench(name)
        let full = system.fullArea
        var (series, sum, squares) = (0, 0.0, 0.0)
        var count = 0
        for kelvin in system.temperatures(12) {
            for x in try system.places(kelvin: kelvin) {
                series += 1
                let evidence = try system.evidence(series: series, moleFraction: x, kelvin: kelvin)
                for (peak, seen) in zip(system.campaign.peaks, evidence.phases) {
                    let expected = try full * system.visible(peak, moleFraction: x, kelvin: kelvin)
                    let pull = (seen.area - expected) / (seen.areaStandardDeviation + 0.003 * full)
                    #expect(
                        abs(pull) < 5,
                        "\(peak.label) at x = \(x), \(kelvin - 273.15) °C: \(seen.area) ± \(seen.areaStandardDeviation), not \(expected)")
                    #expect(expected < 0.05 * full || seen.probabilityPresent > 0.99, "\(peak.label) at x = \(x), \(kelvin - 273.15) °C")
                    #expect(seen.phase == peak.name)
                    sum += pull
                    squares += pull * pull
                    count += 1
                }
            }
        }
        #expect(count > 50)
        #expect(abs(sum / Double(count)) < 0.3 && squares / Double(count) < 1.5, "\(sum / Double(count)), \(squares / Double(count)) over \(count)")
    }

    @Test("The true invariant and every named boundary lie inside the campaign's window", arguments: AlloySystemBench.names)
    func window(name: String) throws {
        let system = try AlloySystemBench(name)
        let axes = system.campaign.space.axes
        let invariants = try system.film.truth.system.invariants(in: axes[1].minimum...axes[1].maximum)
        #expect(!invariants.isEmpty)
        #expect(invariants.contains { $0.vertices[1].x > axes[0].minimum && $0.vertices[1].x < axes[0].maximum })
        #expect(system.campaign.simulation == "../benches/\(name).yaml")
        #expect(system.campaign.theory.database == system.film.specification.truth.database)
        #expect(system.film.specification.wafer.calibration == system.campaign.sample.calibration)
        let highest = system.film.specification.furnace.highestSetpointKelvin
        #expect(axes[1].maximum <= highest)
    }

    /// The bench's shifts over the standard deviations of the campaign's priors.
    @Test("The hidden truth is a plausible draw from the campaign's priors", arguments: AlloySystemBench.names)
    func plausible(name: String) throws {
        let system = try AlloySystemBench(name)
        let free = system.campaign.theory.free
        let pulls = system.film.specification.truth.shifts.map { shift in
            free.first { $0.parameter == shift.parameter }.map { shift.joulesPerMole / $0.standardDeviation } ?? .infinity
        }
        #expect(pulls.allSatisfy { abs($0) <= 1.6 }, "\(pulls)")
        #expect(pulls.contains { abs($0) > 0.7 })
    }
}
