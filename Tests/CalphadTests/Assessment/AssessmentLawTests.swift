import Calphad
import Testing

@Suite("Assessments obey their laws")
struct AssessmentLawTests {
    private static func free() throws -> [FreeCoefficient] {
        [
            try AssessmentSupport.coefficient("L(LIQUID,BI,SN;0)"), try AssessmentSupport.coefficient("L(LIQUID,BI,SN;0)", .linear),
            try AssessmentSupport.coefficient("L(LIQUID,BI,SN;1)", .logarithmic), try AssessmentSupport.coefficient("L(BCT_A5,BI,SN;0)"),
            try AssessmentSupport.coefficient("G(BCT_A5,BI;0)"),
        ]
    }

    private static let shifts = [-200.0, 0.3, 0.02, 150, -80]

    @Test("The gradient of boundaries with errors in composition and temperature is the difference of the posterior")
    func boundaries() throws {
        var assessment = try AssessmentSupport.biSn(Self.free())
        try assessment.add([
            AssessmentSupport.point("BCT_A5", "RHOMBO_A7", 380, 0.93), AssessmentSupport.point("BCT_A5", "RHOMBO_A7", 400, 0.91, kelvin: 2),
            AssessmentSupport.point("LIQUID", "BCT_A5", 450, 0.78, kelvin: 3), AssessmentSupport.point("BCT_A5", "LIQUID", 460, 0.94),
            AssessmentSupport.point("LIQUID", "RHOMBO_A7", 480, 0.25, kelvin: 5),
        ])
        AssessmentSupport.checkGradient(assessment, at: Self.shifts)
    }

    @Test("So are those of invariants, brackets and labels with a detection limit")
    func invariants() throws {
        var assessment = try AssessmentSupport.biSn(Self.free())
        let phases = ["LIQUID", "BCT_A5", "RHOMBO_A7"]
        try assessment.add([
            .init(
                .invariant(
                    .init(
                        phases, temperature: Measured(407, error: 2),
                        compositions: [
                            .init(phase: 0, component: "SN", fraction: Measured(0.55, error: 0.01)),
                            .init(phase: 1, component: "SN", fraction: Measured(0.88, error: 0.01)),
                        ]))),
            .init(.bracket(.init(.invariant(phases), below: 404, above: 408, error: 1))),
            .init(.bracket(.init(.boundary(phase: "LIQUID", partner: "BCT_A5", fractions: ["SN": 0.8]), below: 455, above: 465, error: 2))),
            .init(
                .label(
                    .init(
                        "RHOMBO_A7", in: "BCT_A5", temperature: 390, component: "SN", fraction: 0.925, seen: 1, resolution: 0.01,
                        detectionLimit: 0.02))),
            .init(
                .label(
                    .init(
                        "RHOMBO_A7", in: "BCT_A5", temperature: 390, component: "SN", fraction: 0.90, seen: 0.2, resolution: 0.01,
                        detectionLimit: 0.03, misreading: 0.05))),
            .init(
                .label(
                    .init("BCT_A5", in: "LIQUID", temperature: 440, component: "SN", fraction: 0.7, seen: 0, resolution: 0.02, detectionLimit: 0.05))),
        ])
        AssessmentSupport.checkGradient(assessment, at: Self.shifts)
    }

    @Test("So are those of amounts by the lever rule")
    func amounts() throws {
        var assessment = try AssessmentSupport.biSn(Self.free())
        func amount(_ phase: String, _ matrix: String, _ temperature: Double, _ x: Double, _ value: Double) -> AssessmentDatum {
            .init(
                .amount(
                    .init(of: phase, beside: matrix, temperature: temperature, component: "SN", fraction: x, amount: Measured(value, error: 0.03))))
        }
        try assessment.add([
            amount("RHOMBO_A7", "BCT_A5", 390, 0.6, 0.4), amount("BCT_A5", "LIQUID", 450, 0.85, 0.3), amount("LIQUID", "BCT_A5", 450, 0.85, 0.6),
            amount("BCT_A5", "LIQUID", 440, 0.5, 0.1),
        ])
        AssessmentSupport.checkGradient(assessment, at: Self.shifts)
        // An amount and the other phase's are one, so the deviates are each other's opposites for the same alloy.
        let deviates = assessment.evaluate(at: Self.shifts).deviates
        #expect(abs(deviates[1].predicted + deviates[2].predicted - 1) < 1e-8)
    }

    @Test("So are those of properties that relax, properties that do not, and activities")
    func properties() throws {
        let database = try TestDatabases.read("cumg.tdb")
        let free = [
            try AssessmentSupport.coefficient("L(LIQUID,CU,MG;0)"), try AssessmentSupport.coefficient("L(LIQUID,CU,MG;1)", .linear),
            try AssessmentSupport.coefficient("G(CU2MG,CU:MG;0)", .logarithmic), try AssessmentSupport.coefficient("L(CU2MG,CU,MG:*;0)"),
            try AssessmentSupport.coefficient("G(CU2MG,MG:CU;0)", .linear), try AssessmentSupport.coefficient("G(FCC_A1,CU:VA;0)"),
        ]
        var assessment = try Assessment(database, components: ["CU", "MG"], free: free)
        func property(_ quantity: PhaseProperty.Quantity, _ x: Double, _ value: Double, _ error: Double) -> AssessmentDatum {
            .init(
                .property(
                    .init(
                        quantity, of: "CU2MG", from: .formation, state: .composition(["MG": x]), temperature: 900,
                        value: Measured(value, error: error))))
        }
        try assessment.add([
            property(.gibbsEnergy, 0.34, -12_000, 300), property(.enthalpy, 0.35, -9000, 500), property(.entropy, 0.32, 1, 0.5),
            .init(
                .property(
                    .init(
                        .heatCapacity, of: "CU2MG", from: .none, state: .constitution([["CU": 1], ["MG": 1]]), temperature: 800,
                        value: Measured(28, error: 1)))),
            .init(
                .property(
                    .init(
                        .enthalpy, of: "LIQUID", from: .mixing, state: .composition(["MG": 0.4]), temperature: 1200,
                        value: Measured(-8000, error: 300)))),
            .init(
                .activity(
                    .init(
                        of: "MG", in: "LIQUID", fractions: ["CU": 0.4], temperature: 1200, referencePhase: "LIQUID", value: Measured(0.4, error: 0.02)
                    ))),
            .init(
                .activity(
                    .init(
                        of: "CU", in: "CU2MG", fractions: ["MG": 0.33], temperature: 900, referencePhase: "FCC_A1", value: Measured(0.5, error: 0.05))
                )),
        ])
        AssessmentSupport.checkGradient(assessment, at: [500, -0.5, 0.05, 2000, 1, 30])
    }

    @Test("So is that of both sides of a miscibility gap")
    func gap() throws {
        let free = [
            try AssessmentSupport.coefficient("L(FCC_A1,AL,ZN;0)"), try AssessmentSupport.coefficient("L(FCC_A1,AL,ZN;1)", .linear),
        ]
        var assessment = try Assessment(TestDatabases.read("alzn_mey.tdb"), components: ["AL", "ZN"], free: free)
        func side(_ x: Double, _ other: Double?) -> AssessmentDatum {
            .init(
                .boundary(
                    .init(
                        "FCC_A1", with: "FCC_A1", temperature: Measured(590, error: 1), fractions: ["ZN": Measured(x, error: 0.01)],
                        partnerHint: other.map { ["ZN": $0] } ?? [:])))
        }
        try assessment.add([side(0.22, nil), side(0.57, 0.2), side(0.24, 0.55)])
        AssessmentSupport.checkGradient(assessment, at: [60, 0.05])
    }

    @Test("The whole of the Cu-Mg data, with outliers, away from the mode")
    func wholeSet() throws {
        var options = Assessment.Options()
        options.scatter = .student(degreesOfFreedom: 4)
        let (assessment, _) = try AssessmentSupport.copperMagnesium(options: options)
        let shifts = assessment.free.enumerated().map { $1.prior.standardDeviation * 0.02 * Double($0 % 3 - 1) }
        AssessmentSupport.checkGradient(assessment, at: shifts, tolerance: 1e-4)
    }
}
