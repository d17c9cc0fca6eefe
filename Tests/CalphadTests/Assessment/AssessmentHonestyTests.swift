import Foundation
import LinearAlgebra
import Testing

@testable import Calphad

@Suite("Assessments do not flatter themselves")
struct AssessmentHonestyTests {
    private static func assessment() throws -> Assessment {
        var assessment = try AssessmentSupport.biSn([try AssessmentSupport.coefficient(AssessmentSupport.liquid, .constant, 1000)])
        for (temperature, x) in [(440.0, 0.66), (455, 0.73), (470, 0.79)] {
            try assessment.add(AssessmentSupport.point("LIQUID", "BCT_A5", temperature, x))
        }
        return assessment
    }

    @Test("Shifts that destroy what was measured are worse than any that keep it")
    func destroyed() throws {
        var assessment = try Self.assessment()
        try assessment.add(.init(.invariant(.init(["LIQUID", "BCT_A5", "RHOMBO_A7"], temperature: Measured(412, error: 1)))))
        let there = assessment.evaluate(at: [3000])
        #expect(there.deviates.allSatisfy { $0.kind == "exact" })
        // A liquid that lies so far below the solids that the three meet nowhere.
        let gone = [-50_000.0, -100_000, -200_000].map { assessment.evaluate(at: [$0]) }.filter { $0.deviates.last?.kind == "unusable" }
        #expect(!gone.isEmpty)
        #expect(gone.allSatisfy { $0.logLikelihood < there.logLikelihood - 1e6 })
    }

    @Test("A datum without its equilibrium at the mode is said, listed first, and counts in no root mean square")
    func unusable() throws {
        var assessment = try Self.assessment()
        // Bi-Sn has one liquid.
        try assessment.add(.init(.invariant(.init(["LIQUID", "LIQUID", "BCT_A5"], temperature: Measured(450, error: 1))), source: "Nobody, row 1"))
        let posterior = try assessment.fit()
        #expect(posterior.unusable == [3])
        #expect(posterior.warnings.contains { $0.contains("Nobody, row 1") })
        let report = AssessmentReport(posterior)
        #expect(report.misfits.first?.kind == "unusable")
        let source = try #require(report.sources.first { $0.source == "Nobody" })
        #expect(source.unusable == 1 && source.rootMeanSquare == 0)
        #expect(posterior.logEvidence.isFinite)
    }

    @Test("A precision without a factor is an error, not the prior; a missing library is called missing")
    func factors() throws {
        let error = #expect(throws: AssessmentError.self) {
            _ = try ParameterPosterior(
                assessment: Self.assessment(), point: [0], precision: Matrix(rows: 1, columns: 1), cost: 0, evaluations: 1, remainingStep: 0)
        }
        #expect(error?.code == .notConverged)
        #expect(AssessmentError(.libraryMissing("no libopenblas"), where: "at the mode").code == .libraryMissing)
    }

    @Test("Weights divide standard errors as in ESPEI, and zero leaves out")
    func weights() throws {
        let database = try TestDatabases.read("cumg.tdb")
        func evidence(_ extra: String) throws -> EspeiEvidence {
            let text = """
                {"components": ["CU", "MG"], "phases": ["LIQUID", "FCC_A1"], "conditions": {"P": 101325, "T": [1200]}, "output": "ZPF",
                 "values": [[["LIQUID", ["MG"], [0.1]], ["FCC_A1", ["MG"], [null]]]]\(extra)}
                """
            return try EspeiDataset(Data(text.utf8), file: "w.json").evidence(EspeiReading(), database: database, of: ["CU", "MG"])
        }
        func error(_ evidence: EspeiEvidence) -> Double? {
            guard case .boundary(let point)? = evidence.data.first?.observation else { return nil }
            return point.temperature.error
        }
        #expect(try error(evidence("")) == EspeiReading().temperature)
        #expect(try error(evidence(#", "weight": 4"#)) == EspeiReading().temperature / 4)
        let zero = try evidence(#", "weight": 0"#)
        #expect(zero.data.isEmpty && zero.setAside.first?.contains("weight of zero") == true)
        let partial = try evidence(#", "excluded_model_contributions": ["idmix", "mag"]"#)
        #expect(partial.data.isEmpty && partial.setAside.first?.contains("idmix, mag") == true)
    }
}
