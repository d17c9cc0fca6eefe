import Calphad
import Foundation
import Testing

/// Data and laws that the tests of assessments share.
enum AssessmentSupport {
    static let liquid = "L(LIQUID,BI,SN;0)"
    static let tin = "L(BCT_A5,BI,SN;0)"

    static func coefficient(_ name: String, _ form: FreeCoefficient.Form = .constant, _ deviation: Double? = nil) throws -> FreeCoefficient {
        FreeCoefficient(try ParameterIdentifier(name), form, prior: deviation.map { .init(standardDeviation: $0) })
    }

    static func biSn(_ free: [FreeCoefficient], options: Assessment.Options = .init()) throws -> Assessment {
        try Assessment(TestDatabases.solders(), components: ["BI", "SN"], free: free, options: options)
    }

    /// Bi-Sn with shifts added to its coefficients, solved by the engine and not by the assessment.
    static func truth(_ assessment: Assessment, _ shifts: [Double]) throws -> BinarySystem {
        try BinarySystem(assessment.database(adding: shifts), components: ("BI", "SN"))
    }

    /// The boundary of (Sn) with (Bi) or the liquid at a temperature.
    static func boundary(_ system: BinarySystem, _ phase: String, _ partner: String, _ temperature: Double) throws -> Double? {
        let lines = try system.tieLines(atTemperature: temperature)
        for line in lines {
            if line.leaner.phase == phase, line.richer.phase == partner { return line.leaner.x }
            if line.richer.phase == phase, line.leaner.phase == partner { return line.richer.x }
        }
        return nil
    }

    static func point(
        _ phase: String, _ partner: String, _ temperature: Double, _ x: Double, error: Double = 0.005, kelvin: Double = 0
    ) -> AssessmentDatum {
        AssessmentDatum(
            .boundary(
                BoundaryPoint(
                    phase, with: partner, temperature: Measured(temperature, error: kelvin), fractions: ["SN": Measured(x, error: error)])))
    }

    /// The law of every evaluation: its gradient is the difference of the log posterior.
    static func checkGradient(
        _ assessment: Assessment, at shifts: [Double], tolerance: Double = 5e-5, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var assessment = assessment
        let here = assessment.evaluate(at: shifts)
        #expect(here.deviates.allSatisfy { $0.kind == "exact" }, "\(here.deviates.filter { $0.kind != "exact" })", sourceLocation: sourceLocation)
        for (index, one) in assessment.free.enumerated() {
            let step = one.prior.standardDeviation * 3e-5
            var moved = shifts
            moved[index] += step
            let above = assessment.evaluate(at: moved).logPosterior
            moved[index] -= 2 * step
            let below = assessment.evaluate(at: moved).logPosterior
            let difference = (above - below) / (2 * step)
            let scale = max(abs(difference), 1e-2 / one.prior.standardDeviation)
            #expect(
                abs(here.gradient[index] - difference) < tolerance * scale, "\(one): \(here.gradient[index]) against \(difference)",
                sourceLocation: sourceLocation)
        }
    }

    /// The Cu-Mg data of ESPEI-datasets.
    static func espei() throws -> [(name: String, data: Data)] {
        let folder = TestDatabases.folder.appending(path: "Cu-Mg")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }.sorted()
        return try names.map { ($0, try Data(contentsOf: folder.appending(path: $0))) }
    }

    static func copperMagnesium(options: Assessment.Options = .init()) throws -> (assessment: Assessment, setAside: [String]) {
        let database = try TestDatabases.read("cumg.tdb")
        var reading = EspeiReading()
        reading.phaseNames["LAVES_C15"] = "CU2MG"
        let free = [
            try coefficient("L(LIQUID,CU,MG;0)"), try coefficient("L(LIQUID,CU,MG;0)", .linear), try coefficient("L(LIQUID,CU,MG;1)"),
            try coefficient("L(FCC_A1,CU,MG:VA;0)"), try coefficient("L(FCC_A1,CU,MG:VA;0)", .linear), try coefficient("G(CUMG2,CU:MG;0)"),
            try coefficient("G(CUMG2,CU:MG;0)", .linear), try coefficient("G(CU2MG,CU:MG;0)"), try coefficient("L(CU2MG,CU,MG:*;0)"),
        ]
        var assessment = try Assessment(database, components: ["CU", "MG"], free: free, options: options)
        var setAside: [String] = []
        for (name, data) in try espei() {
            let evidence = try EspeiDataset(data, file: name).evidence(reading, database: database, of: ["CU", "MG"])
            setAside += evidence.setAside
            for datum in evidence.data {
                do throws(AssessmentError) { try assessment.add(datum) } catch { setAside.append("\(datum.source): \(error.message)") }
            }
        }
        return (assessment, setAside)
    }
}
