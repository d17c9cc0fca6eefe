import Calphad
import Testing

@Suite("An assessment says what the engine says")
struct AssessmentGoldenTests {
    @Test("Without an error of temperature a boundary's deviate is the difference of compositions", arguments: [360.0, 385, 405])
    func composition(temperature: Double) throws {
        var options = Assessment.Options()
        options.energyTolerance = 0
        var assessment = try AssessmentSupport.biSn([try AssessmentSupport.coefficient(AssessmentSupport.tin)], options: options)
        try assessment.add(AssessmentSupport.point("BCT_A5", "RHOMBO_A7", temperature, 0.9, error: 0.004))
        let boundary = try #require(
            try AssessmentSupport.boundary(AssessmentSupport.truth(assessment, [0]), "BCT_A5", "RHOMBO_A7", temperature))
        let deviate = assessment.evaluate(at: [0]).deviates[0]
        #expect(abs(abs(deviate.value) - abs(0.9 - boundary) / 0.004) < 1e-6)
        #expect(abs(deviate.predicted - boundary) < 1e-6)
    }

    @Test("Without an error of composition it is the difference of temperatures")
    func temperature() throws {
        var options = Assessment.Options()
        options.energyTolerance = 0
        var assessment = try AssessmentSupport.biSn([try AssessmentSupport.coefficient(AssessmentSupport.liquid)], options: options)
        // The liquidus at 450 K, looked for from 3 K above it.
        let x = try #require(try AssessmentSupport.boundary(AssessmentSupport.truth(assessment, [0]), "LIQUID", "BCT_A5", 450))
        try assessment.add(AssessmentSupport.point("LIQUID", "BCT_A5", 453, x, error: 0, kelvin: 2))
        #expect(abs(abs(assessment.evaluate(at: [0]).deviates[0].value) - 1.5) < 1e-6)
    }

    @Test("Above a congruent maximum, where no boundary belongs to the temperature, a point still has a distance")
    func congruent() throws {
        var assessment = try Assessment(
            TestDatabases.read("cumg.tdb"), components: ["CU", "MG"], free: [try AssessmentSupport.coefficient("G(CUMG2,CU:MG;0)")])
        // CuMg2 melts at 841 K by this database.
        try assessment.add(
            .init(
                .boundary(
                    .init("LIQUID", with: "CUMG2", temperature: Measured(850, error: 3), fractions: ["MG": Measured(2.0 / 3, error: 0.01)]))))
        let deviate = assessment.evaluate(at: [0]).deviates[0]
        #expect(deviate.kind == "exact")
        #expect(abs(deviate.value) > 1.5 && abs(deviate.value) < 5)
        AssessmentSupport.checkGradient(assessment, at: [0])
    }

    @Test("Invariants are those of the engine")
    func invariant() throws {
        let free = [
            try AssessmentSupport.coefficient(AssessmentSupport.liquid), try AssessmentSupport.coefficient(AssessmentSupport.liquid, .linear),
        ]
        var assessment = try AssessmentSupport.biSn(free)
        try assessment.add(.init(.invariant(.init(["BCT_A5", "LIQUID", "RHOMBO_A7"], temperature: Measured(400, error: 1)))))
        for shifts in [[0.0, 0], [-546, 0], [300, -1.5]] {
            let expected = try AssessmentSupport.truth(assessment, shifts).invariant(near: 410)
            let deviate = assessment.evaluate(at: shifts).deviates[0]
            #expect(abs(deviate.predicted - expected.temperature) < 1e-6)
        }
    }

    @Test("A label's threshold is the boundary moved by the detection limit along the tie-line")
    func label() throws {
        var assessment = try AssessmentSupport.biSn([try AssessmentSupport.coefficient(AssessmentSupport.tin)])
        try assessment.add(
            .init(
                .label(
                    .init(
                        "RHOMBO_A7", in: "BCT_A5", temperature: 390, component: "SN", fraction: 0.9, seen: 1, resolution: 0.01, detectionLimit: 0.05))
            ))
        let line = try #require(try AssessmentSupport.truth(assessment, [0]).tieLines(atTemperature: 390).first { $0.richer.phase == "BCT_A5" })
        let expected = line.richer.x + 0.05 * (line.leaner.x - line.richer.x)
        let deviate = assessment.evaluate(at: [0]).deviates[0]
        #expect(abs(deviate.predicted - expected) < 1e-8)
        #expect(abs(deviate.value - (expected - 0.9) / 0.01) < 1e-6)
    }

    @Test("The enthalpy of mixing of a regular liquid is L0 x (1 − x), and its coefficients of T do not count")
    func mixing() throws {
        let free = [
            try AssessmentSupport.coefficient(AssessmentSupport.liquid), try AssessmentSupport.coefficient(AssessmentSupport.liquid, .linear),
        ]
        var assessment = try AssessmentSupport.biSn(free)
        try assessment.add(
            .init(
                .property(
                    .init(
                        .enthalpy, of: "LIQUID", from: .mixing, state: .composition(["SN": 0.5]), temperature: 600, value: Measured(0, error: 1)))))
        // L0 = 446.6 + 0.87696 T, L1 does not count at x = 0.5.
        #expect(abs(assessment.evaluate(at: [0, 0]).deviates[0].predicted - 446.6 / 4) < 1e-6)
        #expect(abs(assessment.evaluate(at: [400, 5]).deviates[0].predicted - 846.6 / 4) < 1e-6)
    }

    @Test("What a datum cannot say is one error")
    func errors() throws {
        var assessment = try Assessment(
            TestDatabases.read("cumg.tdb"), components: ["CU", "MG"], free: [try AssessmentSupport.coefficient("L(LIQUID,CU,MG;0)")])
        func code(_ datum: AssessmentDatum.Observation) -> AssessmentError.Code? {
            do throws(AssessmentError) {
                try assessment.add(.init(datum))
                return nil
            } catch { return error.code }
        }
        let temperature = Measured(800, error: 1)
        #expect(
            code(.boundary(.init("SOLID", with: "LIQUID", temperature: temperature, fractions: ["MG": Measured(0.5, error: 0.01)]))) == .invalidDatum)
        #expect(
            code(.boundary(.init("CUMG2", with: "LIQUID", temperature: temperature, fractions: ["MG": Measured(0.66, error: 0.01)]))) == .invalidDatum
        )
        #expect(
            code(.boundary(.init("LIQUID", with: "CUMG2", temperature: temperature, fractions: ["MG": Measured(1.5, error: 0.01)]))) == .invalidDatum)
        #expect(
            code(.boundary(.init("LIQUID", with: "CUMG2", temperature: Measured(.nan, error: 1), fractions: ["MG": Measured(0.5, error: 0.01)])))
                == .invalidDatum)
        #expect(code(.invariant(.init(["LIQUID", "CUMG2"], temperature: temperature))) == .invalidDatum)
        #expect(code(.bracket(.init(.invariant(["LIQUID", "CUMG2", "CU2MG"]), below: 830, above: 820, error: 1))) == .invalidDatum)
        #expect(assessment.data.isEmpty)
        #expect(throws: AssessmentError.self) {
            try Assessment(TestDatabases.read("cumg.tdb"), components: ["CU", "MG"], free: [])
        }
    }
}
