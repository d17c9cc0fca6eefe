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
            for x in try system.places(kelvin: kelvin) where try !system.isBetweenPeaks(moleFraction: x, kelvin: kelvin) {
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

    @Test("In the miscibility gap aluminium shows two peaks, above it one, and which one its composition says")
    func miscibilityGap() throws {
        let system = try AlloySystemBench("al-zn")
        // The hidden gap closes at 368.8 °C.
        for x in [0.25, 0.35, 0.45] { #expect(try system.seen(moleFraction: x, celsius: 320) == ["FCC_A1#1", "FCC_A1#2"]) }
        #expect(try system.seen(moleFraction: 0.25, celsius: 373) == ["FCC_A1#1"])
        #expect(try system.seen(moleFraction: 0.45, celsius: 373) == ["FCC_A1#2"])
        #expect(try system.seen(moleFraction: 0.10, celsius: 320) == ["FCC_A1#1"])
        #expect(try system.seen(moleFraction: 0.60, celsius: 320) == ["FCC_A1#2"])
        #expect(try system.seen(moleFraction: 0.80, celsius: 320) == ["FCC_A1#2", "HCP_ZN"])
    }

    @Test("Both sides of the gap of silver and copper have a peak, the liquid none")
    func silverAndCopper() throws {
        let system = try AlloySystemBench("ag-cu")
        #expect(try system.seen(moleFraction: 0.5, celsius: 765) == ["FCC_A1#1", "FCC_A1#2"])
        #expect(try system.seen(moleFraction: 0.05, celsius: 765) == ["FCC_A1#1"])
        // The hidden eutectic is at 772.9 °C and 41.9 at% Cu.
        #expect(try system.seen(moleFraction: 0.419, celsius: 776).isEmpty)
        #expect(try system.seen(moleFraction: 0.2, celsius: 800) == ["FCC_A1#1"])
        #expect(try system.seen(moleFraction: 0.8, celsius: 800) == ["FCC_A1#2"])
    }

    /// All four are there between 430 °C and the lower eutectic: copper, Cu2Mg, CuMg2, magnesium.
    @Test("Copper, its two compounds and magnesium are told apart by their tracked peaks alone", arguments: [435.0, 460, 480])
    func fourSolids(celsius: Double) throws {
        let system = try AlloySystemBench("cu-mg")
        let expected: [(Double, [String])] = [
            (0.02, ["FCC_A1"]), (0.2, ["FCC_A1", "LAVES_C15"]), (0.333, ["LAVES_C15"]), (0.5, ["LAVES_C15", "CUMG2"]), (0.8, ["CUMG2", "HCP_A3"]),
        ]
        for (x, phases) in expected {
            #expect(try system.seen(moleFraction: x, celsius: celsius) == phases, "x = \(x)")
        }
    }

    /// Bragg's law with the spacing's strain, against the top of the bench's peak.
    @Test("Peaks move as heat expands and zinc shrinks the lattice", arguments: [(0.05, 300.0), (0.10, 390), (0.20, 373), (0.45, 390), (0.62, 376)])
    func displacement(x: Double, celsius: Double) throws {
        let system = try AlloySystemBench("al-zn")
        let kelvin = kelvin(fromDegreesCelsius: celsius)
        try #require(try system.film.phases(moleFraction: x, sampleKelvin: kelvin).map(\.phase) == ["FCC_A1"])
        let counts = try system.film.expectedCounts(
            series: 1, positionMillimetres: system.millimetres(moleFraction: x), setKelvin: kelvin, exposureSeconds: 120)
        let top = try #require(counts.indices.max { counts[$0] < counts[$1] })
        // The vertex of the parabola through the three highest channels.
        let (left, middle, right) = (counts[top - 1], counts[top], counts[top + 1])
        let angles = system.film.specification.diffraction
        let place = angles.firstAngle + angles.angleStep * (Double(top) + 0.5 * (left - right) / (left - 2 * middle + right))
        let strain = (1 + 23.1e-6 * (kelvin - 298.15)) * (1 - 0.0191 * x) - 1
        #expect(abs(place - Bragg.twoTheta(99.080, afterStrain: strain)) < 0.004)
    }

    /// As the bench files and docs/bench-protocol.md state them, °C and mole fractions of the three phases.
    static let hidden: [(name: String, kind: Invariant.Kind, celsius: Double, moleFractions: [Double])] = [
        ("pb-sn", .eutectic, 174.1, [0.223, 0.710, 0.971]), ("ag-cu", .eutectic, 772.9, [0.138, 0.419, 0.943]),
        ("cu-mg", .eutectic, 535.8, [0.352, 0.582, 0.667]), ("al-zn", .monotectoid, 281.6, [0.133, 0.607, 0.986]),
    ]

    @Test("The hidden invariants are where the bench files say", arguments: hidden)
    func stated(name: String, kind: Invariant.Kind, celsius: Double, moleFractions: [Double]) throws {
        let system = try AlloySystemBench(name)
        let axis = system.campaign.space.axes[1]
        let invariants = try system.film.truth.system.invariants(in: axis.minimum...axis.maximum).filter { $0.kind == kind }
        let found = try #require(invariants.first { abs($0.temperature - kelvin(fromDegreesCelsius: celsius)) < 0.1 })
        for (x, stated) in zip(found.compositions, moleFractions) { #expect(abs(x - stated) < 0.001) }
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
