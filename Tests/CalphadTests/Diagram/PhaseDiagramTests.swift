import Calphad
import Foundation
import Testing

@Suite("Phase diagrams") struct PhaseDiagramTests {
    static let pairs: [(String, String)] = {
        let elements = ["AG", "BI", "CU", "PB", "SB", "SN"]
        return elements.indices.flatMap { i in elements[(i + 1)...].map { (elements[i], $0) } }
    }()

    @Test("All binaries of the solder file have isotherms from 300 K to 1400 K", arguments: pairs)
    func binaries(pair: (String, String)) throws {
        let system = try BinarySystem(TestDatabases.solders(), components: pair)
        for temperature in stride(from: 300.0, to: 1400, by: 55) {
            let lines = try system.tieLines(atTemperature: temperature)
            for (one, two) in zip(lines, lines.dropFirst()) { #expect(one.richer.x <= two.leaner.x + 1e-12) }
            for line in lines { #expect(line.residual < 1e-5 && line.leaner.x < line.richer.x) }
        }
    }

    @Test("Bi-Sn, whole") func biSn() throws {
        let diagram = try TestDatabases.biSn().diagram()
        #expect(diagram.invariants.map(\.kind) == [.eutectic])
        #expect(diagram.boundaries.count == 3)
        #expect(diagram.warnings.isEmpty == (diagram.temperatures.lowerBound >= 298.15))
        let melting = diagram.specialPoints.map { ($0.kind, $0.x, $0.temperature) }
        #expect(melting.count == 2)
        #expect(melting.contains { $0.0 == .pureComponent && $0.1 == 1 && abs($0.2 - 505.08) < 0.01 })
        #expect(melting.contains { $0.0 == .pureComponent && $0.1 == 0 && abs($0.2 - 544.55) < 0.01 })
        // Fields end exactly at the invariant.
        let eutectic = try #require(diagram.invariants.first)
        for boundary in diagram.boundaries {
            #expect(boundary.points.first?.temperature == eutectic.temperature || boundary.points.last?.temperature == eutectic.temperature)
            #expect(zip(boundary.points, boundary.points.dropFirst()).allSatisfy { $0.temperature < $1.temperature })
        }
    }

    /// The distinct invariants of the reference, which lists some twice.
    static func distinct(_ invariants: [Reference.ReferenceInvariant]) -> [Reference.ReferenceInvariant] {
        var result: [Reference.ReferenceInvariant] = []
        for invariant in invariants
        where !result.contains(where: { abs($0.T - invariant.T) < 0.05 && $0.phases.sorted() == invariant.phases.sorted() }) {
            result.append(invariant)
        }
        return result
    }

    @Test(
        "Invariants of the reference, none missing and none twice",
        arguments: try TestDatabases.reference().systems.filter { $0.elements.count == 2 && $0.name != "Al-Fe" })
    func invariants(reference: Reference.System) throws {
        let elements = reference.elements
        let system = try BinarySystem(
            TestDatabases.read(reference.database), components: (elements[0], elements[1]), phases: reference.phases, gasConstant: 8.3145)
        let found = try system.invariants(in: 298.15...1500)
        for expected in Self.distinct(reference.invariants) {
            let x = expected.x.sorted()
            let matches = found.filter { invariant in
                abs(invariant.temperature - expected.T) < 0.05 && zip(invariant.compositions, x).allSatisfy { abs($0 - $1) < 1e-3 }
            }
            #expect(matches.count == 1, "\(expected.T) K \(expected.phases) \(expected.x): \(matches.count) of \(found.map(\.temperature))")
        }
        for invariant in found { #expect(invariant.residual < 1e-6 && invariant.kind != .unclassified) }
    }

    @Test("Al-Zn has a monotectoid, a critical point and a eutectic") func alZn() throws {
        let diagram = try BinarySystem(TestDatabases.read("alzn_mey.tdb"), components: ("AL", "ZN")).diagram()
        #expect(diagram.invariants.map(\.kind) == [.monotectoid, .eutectic])
        let critical = diagram.specialPoints.filter { $0.kind == .critical }
        #expect(critical.count == 1 && abs((critical.first?.temperature ?? 0) - 625.5) < 0.5)
    }

    /// HCP and liquid all but coincide here, and the liquid is stable in a window a hundred times narrower than the samples' spacing.
    @Test("A liquid that is stable in a window of 1e-5 is found", arguments: [500.3485, 500.35, 500.36, 500.4]) func narrowWindow(temperature: Double)
        throws
    {
        var system = try TestDatabases.biSn(free: ["L(LIQUID,BI,SN;0)", "L(LIQUID,BI,SN;1)", "L(BCT_A5,BI,SN;0)", "L(BCT_A5,BI,SN;1)"])
        system.shifts = [1902.7953517384428, -200.6118182795742, 1523.8712349761595, -2584.4820214688934]
        let below = try system.tieLines(atTemperature: 500.34).map { [$0.leaner.phase, $0.richer.phase] }
        #expect(below == [["RHOMBO_A7", "LIQUID"], ["LIQUID", "HCP_A3"], ["HCP_A3", "BCT_A5"]])
        let above = try system.tieLines(atTemperature: temperature).map { [$0.leaner.phase, $0.richer.phase] }
        #expect(above == [["RHOMBO_A7", "LIQUID"], ["LIQUID", "HCP_A3"], ["HCP_A3", "LIQUID"], ["LIQUID", "BCT_A5"]])
    }

    @Test("Shifts drawn from a wide prior never stop the solver, and every invariant has a name") func widePrior() throws {
        var system = try TestDatabases.biSn(free: ["L(LIQUID,BI,SN;0)", "L(LIQUID,BI,SN;1)", "L(BCT_A5,BI,SN;0)", "L(BCT_A5,BI,SN;1)"])
        // A fixed sequence: uniform over ±2 standard deviations of a prior of 1000 and 3000 J/mol.
        var state: UInt64 = 20_261_124
        func uniform() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / Double(1 << 53)
        }
        for _ in 0..<20 {
            system.shifts = [1000.0, 1000, 3000, 3000].map { $0 * (4 * uniform() - 2) }
            for invariant in try system.invariants(in: 300...560) {
                #expect(invariant.kind != .unclassified && invariant.residual < 1e-6, "\(system.shifts)")
            }
        }
    }

    @Test("The document can be written and read back") func codable() throws {
        let diagram = try TestDatabases.biSn().diagram(in: 390...430)
        let data = try JSONEncoder().encode(diagram)
        let back = try JSONDecoder().decode(PhaseDiagram.self, from: data)
        #expect(back.invariants == diagram.invariants && back.boundaries == diagram.boundaries && back.tieLines.count == diagram.tieLines.count)
        let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let invariant = try #require((document["invariants"] as? [[String: Any]])?.first)
        #expect(invariant["kind"] as? String == "eutectic")
        let phase = try #require((invariant["phases"] as? [[String: Any]])?[1])
        let x = try #require(phase["x"] as? [String: Double])
        #expect(abs((x["SN"] ?? 0) - 0.5708) < 1e-4 && abs((x["BI"] ?? 0) + (x["SN"] ?? 0) - 1) < 1e-12)
    }

    @Test("A range beyond the database's is computed and said to be extrapolated") func extrapolated() throws {
        let diagram = try TestDatabases.biSn().diagram(in: 200...250)
        #expect(diagram.warnings.contains { $0.contains("extrapolated") })
    }
}
