import Calphad
import Foundation
import Testing

@Suite("Binary systems") struct BinarySystemTests {
    @Test("Bi-Sn: the published eutectic") func biSn() throws {
        let invariant = try TestDatabases.biSn().invariant(near: 420)
        #expect(abs(invariant.temperature - 273.15 - 138.81) < 0.02)
        #expect(invariant.kind == .eutectic)
        #expect(invariant.vertices.map(\.phase) == ["RHOMBO_A7", "LIQUID", "BCT_A5"])
        for (x, published) in zip(invariant.compositions, [0.00199, 0.5708, 0.8688]) { #expect(abs(x - published) < 1e-4) }
        #expect(invariant.residual < 1e-6)
    }

    @Test("Pb-Sn: the published eutectic, in mass per cent") func pbSn() throws {
        let invariant = try BinarySystem(TestDatabases.solders(), components: ("PB", "SN")).invariant(near: 450)
        #expect(abs(invariant.temperature - 273.15 - 182.24) < 0.02)
        let massPercent = invariant.compositions.map { 100 * $0 * 118.69 / ($0 * 118.69 + (1 - $0) * 207.20) }
        for (value, published) in zip(massPercent, [18.91, 62.13, 96.60]) { #expect(abs(value - published) < 0.02) }
    }

    @Test("The default gas constant and that of the assessments meet the goldens alike", arguments: [8.31451, 8.3145, CalphadConstants.gasConstant])
    func gasConstants(value: Double) throws {
        let invariant = try TestDatabases.biSn(gasConstant: value).invariant(near: 412)
        #expect(abs(invariant.temperature - 273.15 - 138.81) < 0.02)
    }

    @Test("The film: 53.3 at% Sn, 133.1 °C, by shifts and by a shifted database alike") func film() throws {
        var system = try TestDatabases.biSn(free: ["L(LIQUID,BI,SN;0)", "L(LIQUID,BI,SN;1)"])
        let bulk = try system.invariant(near: 412)
        system.shifts = [-546, -1004]
        let film = try system.invariant(startingFrom: bulk)
        #expect(film.origin == .warmStart)
        #expect(abs(film.temperature - 273.15 - 133.1) < 0.05)
        #expect(abs(film.compositions[1] - 0.533) < 5e-4)
        let truth = try BinarySystem(
            TestDatabases.solders().adding(zip(system.free, system.shifts).map { ($0, $1) }), components: ("BI", "SN")
        ).invariant(near: 400)
        #expect(abs(truth.temperature - film.temperature) < 1e-6)
        #expect(truth.origin == .globalSearch)
    }

    @Test("Every row of the independent Bi-Sn boundaries to 1e-4") func boundaries() throws {
        let system = try TestDatabases.biSn(gasConstant: 8.31451)
        let text = String(decoding: try TestDatabases.data("BiSn_reference_boundaries.csv"), as: UTF8.self)
        var rows = 0
        for line in text.split(separator: "\n") where !line.hasPrefix("#") && !line.hasPrefix("boundary") {
            let fields = line.split(separator: ",").map(String.init)
            let temperature = try #require(Double(fields[1])) + 273.15
            let expected = [try #require(Double(fields[2])), try #require(Double(fields[3]))]
            rows += 1
            if fields[0] == "eutectic" {
                let invariant = try system.invariant(near: temperature)
                #expect(abs(invariant.temperature - temperature) < 0.01)
                #expect(abs(invariant.compositions[1] - expected[0]) < 1e-4 && abs(invariant.compositions[2] - expected[1]) < 1e-4)
                continue
            }
            let phases = fields[4].split(separator: "|").map(String.init)
            let lines = try system.tieLines(atTemperature: temperature)
            let found = try #require(lines.first { [$0.leaner.phase, $0.richer.phase].sorted() == phases.sorted() }, "\(line)")
            let x = found.leaner.phase == phases[0] ? [found.leaner.x, found.richer.x] : [found.richer.x, found.leaner.x]
            #expect(abs(x[0] - expected[0]) < 1e-4 && abs(x[1] - expected[1]) < 1e-4, "\(line)")
        }
        #expect(rows > 60)
    }

    @Test("The order of the components is the caller's: x is the second one's") func reversed() throws {
        let database = try TestDatabases.solders()
        let one = try BinarySystem(database, components: ("BI", "SN")).tieLines(atTemperature: 450)
        let two = try BinarySystem(database, components: ("SN", "BI")).tieLines(atTemperature: 450)
        #expect(one.count == two.count)
        for (a, b) in zip(one, two.reversed()) {
            #expect(abs(a.leaner.x - (1 - b.richer.x)) < 1e-9 && abs(a.richer.x - (1 - b.leaner.x)) < 1e-9)
            #expect(a.leaner.phase == b.richer.phase)
        }
    }

    @Test("A miscibility gap is a tie-line of one phase", arguments: [400.0, 700, 1000])
    func miscibilityGap(temperature: Double) throws {
        let lines = try BinarySystem(TestDatabases.solders(), components: ("AG", "CU")).tieLines(atTemperature: temperature)
        let line = try #require(lines.first)
        #expect(lines.count == 1 && line.leaner.phase == "FCC_A1" && line.richer.phase == "FCC_A1")
        #expect(line.leaner.x < 0.15 && line.richer.x > 0.9 && line.residual < 1e-6)
    }

    @Test("Amounts sum to one and average to the composition", arguments: stride(from: 0.0, through: 1.0, by: 0.05).map { $0 })
    func leverRule(x: Double) throws {
        let fractions = try TestDatabases.biSn().phaseFractions(atTemperature: 420, moleFraction: x)
        #expect(abs(fractions.reduce(0) { $0 + $1.amount } - 1) < 1e-12)
        #expect(abs(fractions.reduce(0) { $0 + $1.amount * $1.x } - x) < 1e-12)
        #expect(fractions.allSatisfy { $0.amount >= 0 })
    }

    @Test("Implicit derivatives are the derivatives") func sensitivities() throws {
        var system = try TestDatabases.biSn(free: [
            "L(LIQUID,BI,SN;0)", "L(LIQUID,BI,SN;1)", "L(BCT_A5,BI,SN;0)", "L(BCT_A5,BI,SN;1)", "G(BCT_A5,BI;0)", "L(RHOMBO_A7,BI,SN;1)",
        ])
        let invariant = try system.invariant(near: 412)
        let line = try #require(try system.tieLines(atTemperature: 373.15).first)
        let ofInvariant = system.sensitivities(of: invariant)
        let ofLine = system.sensitivities(of: line)
        for index in system.free.indices {
            func difference<Value>(_ solve: () throws -> Value) throws -> (Value, Value) {
                system.shifts[index] = 1
                let up = try solve()
                system.shifts[index] = -1
                let down = try solve()
                system.shifts[index] = 0
                return (up, down)
            }
            let (up, down) = try difference { try system.invariant(startingFrom: invariant) }
            #expect(abs((up.temperature - down.temperature) / 2 - ofInvariant.temperature[index]) < 1e-8)
            for place in 0..<3 {
                #expect(abs((up.compositions[place] - down.compositions[place]) / 2 - ofInvariant.compositions[place][index]) < 1e-10)
            }
            let (above, below) = try difference { try system.tieLine(startingFrom: line, atTemperature: 373.15) }
            #expect(abs((above.leaner.x - below.leaner.x) / 2 - ofLine.leaner[index]) < 1e-10)
            #expect(abs((above.richer.x - below.richer.x) / 2 - ofLine.richer[index]) < 1e-10)
        }
        // The published table of influences, K per 100 J/mol.
        for (value, published) in zip(ofInvariant.temperature, [1.31, -0.19, -0.39, 0.30, -0.45]) { #expect(abs(100 * value - published) < 0.02) }
        // Solvus points say nothing about the liquid.
        #expect(ofLine.richer[0] == 0 && ofLine.richer[1] == 0)
        let warmer = try system.tieLine(startingFrom: line, atTemperature: 373.25)
        let colder = try system.tieLine(startingFrom: line, atTemperature: 373.05)
        #expect(abs((warmer.richer.x - colder.richer.x) / 0.2 - ofLine.richerPerKelvin) < 1e-8)
    }

    @Test("Derivatives hold for phases with several sublattices too") func generalSensitivities() throws {
        var system = try BinarySystem(
            TestDatabases.read("cumg.tdb"), components: ("CU", "MG"),
            free: [ParameterIdentifier("G(CU2MG,CU:MG;0)"), ParameterIdentifier("L(CU2MG,*:CU,MG;0)")])
        let line = try #require(try system.tieLines(atTemperature: 900).first { $0.richer.phase == "CU2MG" })
        let derivatives = system.sensitivities(of: line)
        for index in 0..<2 {
            system.shifts[index] = 10
            let up = try system.tieLine(startingFrom: line, atTemperature: 900)
            system.shifts[index] = -10
            let down = try system.tieLine(startingFrom: line, atTemperature: 900)
            system.shifts[index] = 0
            #expect(abs((up.leaner.x - down.leaner.x) / 20 - derivatives.leaner[index]) < 1e-9)
            #expect(abs((up.richer.x - down.richer.x) / 20 - derivatives.richer[index]) < 1e-9)
        }
    }

    @Test("A condition outside every range is refused", arguments: [Double.nan, .infinity, -5, 0, 20_000])
    func badTemperature(value: Double) throws {
        let system = try TestDatabases.biSn()
        let error = #expect(throws: EquilibriumError.self) { try system.tieLines(atTemperature: value) }
        #expect(error?.code == .invalidCondition)
    }

    @Test("A composition outside 0...1 is refused", arguments: [Double.nan, -0.1, 1.1])
    func badComposition(value: Double) throws {
        let system = try TestDatabases.biSn()
        #expect(throws: EquilibriumError.self) { try system.phaseFractions(atTemperature: 400, moleFraction: value) }
    }

    @Test("A warm start that leads nowhere is an error, not a number") func lostTieLine() throws {
        let system = try TestDatabases.biSn()
        let line = try #require(try system.tieLines(atTemperature: 500).first { $0.richer.phase == "LIQUID" })
        #expect(throws: EquilibriumError.self) { try system.tieLine(startingFrom: line, atTemperature: 1200) }
    }
}
