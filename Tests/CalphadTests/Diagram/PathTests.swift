import Calphad
import Testing

@Suite("Isopleths and property steps") struct PathTests {
    @Test("Phase changes of a step are the binary's own boundaries") func temperatureStep() throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["BI", "SN"])
        let step = try system.temperatureStep([0.7, 0.3], in: 350...600, count: 26)
        let binary = try TestDatabases.biSn()
        let eutectic = try binary.invariant(near: 412)
        #expect(step.changes.count == 2)
        #expect(abs(step.changes[0].value - eutectic.temperature) < 1e-4)
        // The liquidus: the tie-line there ends at the alloy.
        let line = try #require(try binary.tieLines(atTemperature: step.changes[1].value).first { $0.richer.phase == "LIQUID" })
        #expect(abs(line.richer.x - 0.3) < 1e-8)
        for (one, two) in zip(step.rows, step.rows.dropFirst()) {
            #expect(two.molarEnthalpy > one.molarEnthalpy && two.molarEntropy > one.molarEntropy)
        }
        for row in step.rows {
            #expect(abs(row.molarGibbsEnergy - (row.molarEnthalpy - row.temperature * row.molarEntropy)) < 1e-6)
            #expect(row.activities.allSatisfy { ($0 ?? 0) > 0 && ($0 ?? 2) <= 1 + 1e-9 })
        }
    }

    @Test("Along a composition the changes are the ends of the tie-lines") func compositionStep() throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["BI", "SN"])
        let step = try system.compositionStep(from: [1, 0], to: [0, 1], atTemperature: 420, count: 21)
        let ends = try TestDatabases.biSn().tieLines(atTemperature: 420).flatMap { [$0.leaner.x, $0.richer.x] }
        #expect(step.changes.count == ends.count)
        for (change, x) in zip(step.changes, ends) { #expect(abs(change.value - x) < 1e-6) }
    }

    @Test("An isopleth of six components: every point of every line separates the phases it names") func isopleth() throws {
        let components = ["AG", "BI", "CU", "PB", "SB", "SN"]
        let system = try AlloySystem(TestDatabases.solders(), components: components)
        let (start, end) = ([0.03, 0.02, 0.01, 0.1, 0.02, 0.82], [0.03, 0.3, 0.01, 0.1, 0.02, 0.54])
        let isopleth = try system.isopleth(from: start, to: end, in: 300...600, columns: 9, rows: 13)
        #expect(isopleth.failures == 0)
        var tried = 0
        for line in isopleth.lines {
            // At its ends a line meets others.
            for point in line.points.dropFirst().dropLast() {
                // Regions can be narrower than a millikelvin.
                let others = isopleth.lines.flatMap(\.points).filter { $0.share == point.share && $0.temperature != point.temperature }
                let side = others.reduce(2e-3) { min($0, abs($1.temperature - point.temperature) / 2) }
                let x = zip(start, end).map { $0 + ($1 - $0) * point.share }
                for (offset, phases) in [(-side, line.below), (side, line.above)] {
                    let found = try system.equilibrium(atTemperature: point.temperature + offset, moleFractions: x)
                    if found.phases.map(\.phase).sorted() == phases {
                        tried += 1
                    } else {
                        Issue.record("\(point): \(found.phases.map(\.phase)), \(phases)")
                    }
                }
            }
        }
        #expect(tried > 100)
        #expect(isopleth.certification.searched < 20 && isopleth.certification.bounded > 100)
    }

    @Test("The eutectic of a binary isopleth is one exact jump, its ends are the pure components") func binaryIsopleth() throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["BI", "SN"])
        let isopleth = try system.isopleth(from: [1, 0], to: [0, 1], in: 350...600, columns: 11, rows: 6)
        let eutectic = try TestDatabases.biSn().invariant(near: 412)
        let jumps = isopleth.lines.filter { $0.below == ["BCT_A5", "RHOMBO_A7"] && $0.above.contains("LIQUID") }
        #expect(jumps.count == 2 && jumps.allSatisfy { $0.ends == [.node, .node] })
        for point in jumps.flatMap(\.points) { #expect(abs(point.temperature - eutectic.temperature) < 1e-6) }
        #expect(abs((jumps.first?.points.last?.share ?? 0) - (eutectic.vertices.first { $0.phase == "LIQUID" }?.x ?? 0)) < 1e-6)
        // Solidus and liquidus of each side end at the melting point of its component, and begin a millionth of the way from it.
        let ends = isopleth.lines.flatMap { zip($0.ends, [$0.points[0], $0.points[$0.points.count - 1]]) }.filter { $0.0 == .window }.map(\.1)
        #expect(ends.count { $0.share < 0.5 && abs($0.temperature - 544.55) < 0.03 } == 2, "\(ends)")
        #expect(ends.count { $0.share > 0.5 && abs($0.temperature - 505.08) < 0.01 } == 2, "\(ends)")
        #expect(
            Set(isopleth.regions.map(\.phases)).count == 6 && isopleth.lines.count == 9 && isopleth.warnings.isEmpty,
            "\(isopleth.regions) \(isopleth.lines.count) \(isopleth.warnings)")
    }

    @Test("Boiling under less and less pressure: the changes are where the phases change") func pressureStep() throws {
        let database = try TestDatabases.read("COST507.tdb")
        let system = try AlloySystem(database, components: ["AL", "SI"], phases: ["GAS", "LIQUID"])
        let step = try system.pressureStep([0.6, 0.4], in: 1e2...1e7, atTemperature: 2800, count: 11)
        #expect(step.changes.map(\.above) == [["GAS", "LIQUID"], ["LIQUID"]], "\(step.changes)")
        for change in step.changes {
            for (side, phases) in [(1 - 1e-7, change.below), (1 + 1e-7, change.above)] {
                let beside = try AlloySystem(database, components: ["AL", "SI"], phases: ["GAS", "LIQUID"], pressure: change.value * side)
                let found = try beside.equilibrium(atTemperature: 2800, moleFractions: [0.6, 0.4])
                #expect(found.phases.map(\.phase).sorted() == phases)
            }
        }
    }

    @Test("Wrong questions have one clear error") func errors() throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["BI", "SN"])
        #expect(throws: EquilibriumError.self) { try system.isopleth(from: [0.5, 0.5], to: [0.5, 0.5], in: 300...600) }
        #expect(throws: EquilibriumError.self) { try system.temperatureStep([0.5, 0.6], in: 300...600, count: 5) }
        #expect(throws: EquilibriumError.self) { try system.solidification([0.5, 0.5], residual: 0) }
    }
}
