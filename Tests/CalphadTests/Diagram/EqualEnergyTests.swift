import Calphad
import Foundation
import Testing

@Suite("T0 curves") struct EqualEnergyTests {
    /// Two regular solutions: `ΔG = x_A ΔG_A + x_B ΔG_B + x_A x_B (Ω' − Ω'')` is linear in T, so that T0 has a closed form.
    private static let regular = """
        ELEMENT A FCC 10 0 0 !
        ELEMENT B FCC 10 0 0 !
        PHASE LIQUID:L % 1 1 !
        CONSTITUENT LIQUID:L : A, B : !
        PHASE SOLID % 1 1 !
        CONSTITUENT SOLID : A, B : !
        PARAMETER G(LIQUID,A;0) 1 10000-10*T; 6000 N !
        PARAMETER G(LIQUID,B;0) 1 8000-16*T; 6000 N !
        PARAMETER G(SOLID,A;0) 1 0; 6000 N !
        PARAMETER G(SOLID,B;0) 1 0; 6000 N !
        PARAMETER L(LIQUID,A,B;0) 1 -5000; 6000 N !
        PARAMETER L(SOLID,A,B;0) 1 12000+2*T; 6000 N !
        """

    @Test("Regular solutions have the closed form") func closedForm() throws {
        let system = try AlloySystem(Database(parsing: Self.regular, file: "regular.tdb"), components: ["A", "B"])
        let result = try system.equalEnergy(of: ("LIQUID", "SOLID"), in: 10...2000, count: 101)
        #expect(result.curves.count == 1 && result.curves.first?.count == 101)
        for point in result.curves.flatMap(\.self) {
            let (a, b) = (1 - point.x, point.x)
            let expected = (10000 * a + 8000 * b - 17000 * a * b) / (10 * a + 16 * b + 2 * a * b)
            #expect(abs(point.temperature - expected) < 1e-5, "x = \(point.x)")
            #expect(abs(point.residual) < 1e-6)
        }
    }

    /// `ΔG = c + k (T − T_m)²` in one component crosses zero twice or never: both crossings of every composition are found, and none where
    /// the parabola lies above.
    @Test("Two crossings of one composition") func twice() throws {
        let text = Self.regular
            .replacingOccurrences(of: "10000-10*T;", with: "0.01*T**2-20*T+9999.5;").replacingOccurrences(
                of: "8000-16*T;", with: "0.01*T**2-20*T+10010;"
            )
            .replacingOccurrences(of: "-5000;", with: "0;").replacingOccurrences(of: "12000+2*T;", with: "0;")
        let system = try AlloySystem(Database(parsing: text, file: "parabola.tdb"), components: ["A", "B"])
        let result = try system.equalEnergy(of: ("LIQUID", "SOLID"), in: 500...1500, count: 101)
        // 0.01 (T − 1000)² = 0.5 − 10.5 x
        let points = result.curves.flatMap(\.self)
        for x in [0.0, 0.01, 0.03] {
            let half = ((0.5 - 10.5 * x) / 0.01).squareRoot()
            let found = points.filter { abs($0.x - x) < 1e-12 }.map(\.temperature).sorted()
            #expect(found.count == 2 && zip(found, [1000 - half, 1000 + half]).allSatisfy { abs($0 - $1) < 1e-4 }, "\(x): \(found)")
        }
        #expect(points.allSatisfy { $0.x < 0.5 / 10.5 })
        #expect(result.curves.count == 2)
    }

    @Test("Bi-Sn: between liquidus and solidus, and at the melting points of both components") func bismuthTin() throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["BI", "SN"])
        let result = try system.equalEnergy(of: ("LIQUID", "BCT_A5"), in: 100...800, count: 51)
        let curve = try #require(result.curves.first { $0.last?.x == 1 })
        #expect(abs((curve.last?.temperature ?? 0) - 505.08) < 0.01)
        let binary = try BinarySystem(TestDatabases.solders(), components: ("BI", "SN"), phases: ["LIQUID", "BCT_A5"])
        for point in curve where point.x > 0.9 && point.x < 1 {
            let line = try #require(try binary.tieLines(atTemperature: point.temperature).first)
            #expect(line.leaner.x < point.x && point.x < line.richer.x)
        }
    }

    /// BCC and FCC of Al-Fe, both magnetic, against roots on a dense grid of energies from the models themselves.
    @Test("Against dense numerical roots, with magnetism and several sublattices") func dense() throws {
        let system = try AlloySystem(TestDatabases.read("alfe.tdb"), components: ["AL", "FE"], phases: ["BCC_A2", "FCC_A1"])
        let (low, high) = (300.0, 2500.0)
        let result = try system.equalEnergy(of: ("BCC_A2", "FCC_A1"), in: low...high, count: 21)
        let database = try TestDatabases.read("alfe.tdb")
        let models = try ["BCC_A2", "FCC_A1"].map {
            try #require(try GibbsModel(database, phase: $0, components: ["AL", "FE"], gasConstant: CalphadConstants.gasConstant, pressure: 101_325))
        }
        for x in [0.2, 0.35, 0.5, 0.65, 0.8] {
            func difference(_ temperature: Double) -> Double {
                let energies = models.map { model in
                    let fractions = model.sublattices.flatMap { names in names.count == 1 ? [1.0] : names == ["AL", "FE"] ? [1 - x, x] : [x, 1 - x] }
                    return model.molarGibbsEnergy(model.isotherm(at: temperature), siteFractions: fractions)
                }
                return energies[0] - energies[1]
            }
            var expected: [Double] = []
            for step in 0..<2200 where (difference(low + Double(step)) < 0) != (difference(low + Double(step) + 1) < 0) {
                expected.append(low + Double(step) + 0.5)
            }
            let found = result.curves.flatMap(\.self).filter { abs($0.x - x) < 1e-12 }.map(\.temperature).sorted()
            #expect(found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 0.51 }, "x = \(x): \(found), \(expected)")
        }
    }

    @Test("A compound has no curve") func compound() throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["CU", "SN"])
        let error = #expect(throws: EquilibriumError.self) { try system.equalEnergy(of: ("LIQUID", "CU3SN"), in: 300...1500) }
        #expect(error?.code == .invalidCondition)
    }
}
