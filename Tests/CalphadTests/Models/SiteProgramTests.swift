@testable import Calphad
import Testing

/// The compiled sums against the same terms multiplied out one by one, and samples against single energies.
@Suite("Site programs") struct SiteProgramTests {
    /// A fixed sequence of unequal fractions for each sublattice.
    static func fractions(_ model: GibbsModel, round: Int) -> [Double] {
        var y: [Double] = []
        for block in model.blocks {
            let weights = block.map { 1 + Double(($0 * 7 + round * 5) % 11) / 3 }
            let sum = weights.reduce(0, +)
            y += weights.map { $0 / sum }
        }
        return y
    }

    static let text = """
        ELEMENT A X 1 0 0 ! ELEMENT B X 1 0 0 ! ELEMENT C X 1 0 0 ! ELEMENT D X 1 0 0 !
        PHASE P % 2 2 3 ! CONST P :A,B,C,D:A,B,VA: !
        PARA G(P,A:A) 298 -1000+3*T; N ! PARA G(P,B:*) 298 200*T*LN(T); N ! PARA L(P,A,B,C:A;0) 298 5000; N !
        PARA L(P,A,B,C:A;2) 298 -700*T; N !
        PARA L(P,A,B:A,VA;0) 298 900; N ! PARA L(P,A,B:A,VA;1) 298 -800; N ! PARA L(P,A,B:A,VA;2) 298 600+T; N !
        PARA L(P,A,D:*;3) 298 1200-T; N ! PARA L(P,A,D:*;1) 298 500; N ! PARA L(P,A,B,C,D:B;0) 298 4000; N !
        PARA L(P,B,C,D:VA;0) 298 -3000; N ! PARA L(P,A,B,C:A,B,VA;0) 298 7000; N !
        """

    @Test("The compiled program has the derivatives of its terms")
    func naive() throws {
        let model = try #require(
            try GibbsModel(Database(parsing: Self.text, file: "orders.tdb"), phase: "P", components: ["A", "B", "C", "D"]))
        for round in 0..<4 {
            let y = Self.fractions(model, round: round)
            let isotherm = model.isotherm(at: 500 + 100 * Double(round))
            var derivatives = model.makeDerivatives()
            model.evaluate(isotherm, y, &derivatives)
            let count = model.variableCount
            var gradient = [Double](repeating: 0, count: count)
            var hessian = [Double](repeating: 0, count: count * count)
            var workspace = SitePolynomial.Workspace()
            var energy = model.energy.addDerivatives(
                isotherm.parameters.value, y, gradient: &gradient, hessian: &hessian, count: count, &workspace)
            let thermal = model.gasConstant * isotherm.temperature
            for (block, sites) in zip(model.blocks, model.blockSites) {
                for i in block {
                    energy += thermal * sites * y[i] * Elementary.log(y[i])
                    gradient[i] += thermal * sites * (Elementary.log(y[i]) + 1)
                    hessian[i * count + i] += thermal * sites / y[i]
                }
            }
            #expect(abs(derivatives.energy - energy) <= 1e-12 * abs(energy))
            for i in 0..<count { #expect(abs(derivatives.gradient[i] - gradient[i]) <= 1e-11 * (1 + abs(gradient[i]))) }
            for i in 0..<count * count { #expect(abs(derivatives.hessian[i] - hessian[i]) <= 1e-11 * (1 + abs(hessian[i]))) }

            var parameterSums = [Double](repeating: 0, count: count)
            for (index, identifier) in model.parameters.enumerated() where identifier.kind == .gibbs {
                var own = [Double](repeating: 0, count: count)
                let value = model.addParameterGradient(index, y, to: &own)
                for i in 0..<count { parameterSums[i] += own[i] * isotherm.parameters.value[index] }
                #expect(value.isFinite)
            }
            for i in 0..<count {
                let block = try #require(zip(model.blocks, model.blockSites).first { $0.0.contains(i) })
                let mixing = thermal * block.1 * (Elementary.log(y[i]) + 1)
                #expect(abs(parameterSums[i] + mixing - derivatives.gradient[i]) <= 1e-10 * (1 + abs(derivatives.gradient[i])))
            }
        }
    }

    @Test("Energies of samples are those of the constitutions one by one")
    func samples() throws {
        let cases: [(Database, String, [String])] = [
            (try Database(parsing: Self.text, file: "orders.tdb"), "P", ["A", "B", "C", "D"]),
            (try TestDatabases.solders(), "LIQUID", ["AG", "BI", "CU", "PB", "SB", "SN"]),
            (try TestDatabases.read("crfe_bcc_magnetic.tdb"), "BCC_A2", ["CR", "FE"]),
            (try TestDatabases.solders(), "CU6SN5", ["CU", "SN"]),
        ]
        for (database, phase, components) in cases {
            let model = try #require(try GibbsModel(database, phase: phase, components: components))
            let constitutions = (0..<77).map { Self.fractions(model, round: $0) }
            let samples = model.makeSamples(constitutions)
            let isotherm = model.isotherm(at: 812)
            var energies = [Double](repeating: 0, count: constitutions.count)
            energies.withUnsafeMutableBufferPointer { model.energies(samples, isotherm, into: $0) }
            for (energy, y) in zip(energies, constitutions) {
                let direct = model.energy(isotherm, y)
                #expect(abs(energy - direct) <= 1e-11 * (1 + abs(direct)), "\(phase)")
            }
        }
    }
}
