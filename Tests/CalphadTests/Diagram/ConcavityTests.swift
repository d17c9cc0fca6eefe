import Testing

@testable import Calphad

/// Databases in which the energy of a phase falls for some eighty kelvin, where no physical one does.
@Suite("Energies that are not concave") struct ConcavityTests {
    /// A step between two temperatures at which the function changes its form, and a smooth one.
    static let functions = [
        "298.15 -3000-20*T; 700 Y -5000-20*T; 780 Y -3000-20*T; 6000 N",
        "298.15 -3000-20*T-2000*EXP(-0.0008*(T-740)*(T-740)); 6000 N",
        // Without a jump of the value.
        "298.15 -3000-20*T; 690 Y 57720-108*T; 715 Y -5200-20*T; 765 Y -72520+68*T; 790 Y -3000-20*T; 6000 N",
    ]

    private func system(_ function: String) throws -> AlloySystem {
        let text = """
            ELEMENT VA VACUUM 0 0 0 !
            ELEMENT AL FCC_A1 26.98 0 0 !
            ELEMENT CU FCC_A1 63.5 0 0 !
            FUNCTION GSOL \(function) !
            PHASE FCC_A1 % 1 1 !
            CONSTITUENT FCC_A1 : AL,CU : !
            PARAMETER G(FCC_A1,AL;0) 298.15 -20*T; 6000 N !
            PARAMETER G(FCC_A1,CU;0) 298.15 -20*T; 6000 N !
            PHASE SOL % 2 .5 .5 !
            CONSTITUENT SOL : AL,CU : AL,CU : !
            PARAMETER G(SOL,AL:CU;0) 298.15 GSOL; 6000 N !
            PARAMETER G(SOL,CU:AL;0) 298.15 5000-20*T; 6000 N !
            PARAMETER G(SOL,AL:AL;0) 298.15 5000-20*T; 6000 N !
            PARAMETER G(SOL,CU:CU;0) 298.15 5000-20*T; 6000 N !
            """
        return try AlloySystem(Database(parsing: text, file: "fall.tdb"), components: ["AL", "CU"])
    }

    @Test("An isopleth finds the phase that is stable where its energy falls", arguments: functions, [350.0...1000, 300...1300, 500...1000])
    func isopleth(function: String, range: ClosedRange<Double>) throws {
        let system = try system(function)
        let isopleth = try system.isopleth(from: [0.9, 0.1], to: [0.1, 0.9], in: range)
        #expect(isopleth.failures == 0)
        #expect(isopleth.lines.contains { $0.points.contains { (680...800).contains($0.temperature) } })
        var solver = system.makeSolver()
        for temperature in stride(from: range.lowerBound, through: range.upperBound, by: 26) {
            let found = try solver.equilibrium(atTemperature: temperature, moleFractions: [0.45, 0.55]).phases.map(\.phase).sorted()
            let changes = isopleth.lines.flatMap { line in
                line.points.filter { abs($0.share - 0.5625) < 1e-9 }.map { (temperature: $0.temperature, line: line) }
            }
            // What the isopleth says is stable there: above the last change below. At equal parts, a congruent composition, lines touch.
            let last = changes.filter { $0.temperature < temperature }.max { $0.temperature < $1.temperature }
            let next = changes.filter { $0.temperature > temperature }.min { $0.temperature < $1.temperature }
            if let stable = last?.line.above ?? next?.line.below { #expect(found == stable, "\(temperature) K") }
        }
    }

    @Test("No sample lies farther below a chord than is allowed for", arguments: functions) func defect(function: String) throws {
        let core = try system(function).core
        let index = try #require(core.names.firstIndex(of: "SOL"))
        var energies = core.samples.makeEnergies()
        let concavity = Concavity(core, phase: index, in: 350...1000, &energies)
        func look(at temperature: Double) -> [Double] {
            let model = core.phases[index].model
            core.samples.energies(phase: index, model, model.isotherm(at: temperature), into: &energies)
            return core.samples.ranges[index].map { energies[$0 / SamplePool.group][$0 % SamplePool.group] }
        }
        let temperatures = [350.0, 420, 600, 680, 702, 730, 760, 781, 800, 999]
        let all = temperatures.map(look)
        for low in temperatures.indices {
            for high in temperatures.indices where high > low {
                for between in temperatures.indices where between > low && between < high {
                    let share = (temperatures[between] - temperatures[low]) / (temperatures[high] - temperatures[low])
                    let allowed = concavity.defect(from: temperatures[low], to: temperatures[high], share: share)
                    let back = concavity.defect(from: temperatures[high], to: temperatures[low], share: 1 - share)
                    #expect(abs(allowed - back) < 1e-9)
                    for sample in all[low].indices {
                        let chord = all[low][sample] + (all[high][sample] - all[low][sample]) * share
                        #expect(chord - all[between][sample] <= allowed + 1e-6)
                    }
                }
            }
        }
        #expect(concavity.defect(from: 350, to: 600, share: 0.5) < 1e-6)
    }

    /// The functions of the elements have upward changes of the slope of up to 0.02 J/(mol K) where their forms meet.
    @Test("A phase of a published database loses next to nothing") func concave() throws {
        let core = try AlloySystem(TestDatabases.solders(), components: ["BI", "SN"]).core
        var energies = core.samples.makeEnergies()
        for index in core.phases.indices where core.phases[index].variableCount > 0 {
            let concavity = Concavity(core, phase: index, in: 350...600, &energies)
            #expect(concavity.defect(from: 350, to: 600, share: 0.5) < 2, "\(core.names[index])")
        }
    }
}
