import Calphad
import Foundation
import Testing

@Suite("ESPEI's data files")
struct EspeiDatasetTests {
    @Test("The Cu-Mg set is read whole: what cannot be used is said")
    func copperMagnesium() throws {
        let (assessment, setAside) = try AssessmentSupport.copperMagnesium()
        var boundaries = 0
        var properties = 0
        var activities = 0
        for datum in assessment.data {
            switch datum.observation {
            case .boundary: boundaries += 1
            case .property: properties += 1
            case .activity: activities += 1
            default: break
            }
        }
        // 238 rows, of which three say where pure magnesium is.
        #expect(boundaries == 235)
        #expect(activities == 9)
        #expect(properties > 60)
        #expect(setAside.contains { $0.contains("BCC_A2") })
        #expect(setAside.contains { $0.contains("HCP_A3 has one composition") })
    }

    @Test("A fit of the Cu-Mg set lands on the measured eutectics")
    func assessment() throws {
        var options = Assessment.Options()
        options.scatter = .student(degreesOfFreedom: 4)
        let (assessment, _) = try AssessmentSupport.copperMagnesium(options: options)
        let posterior = try assessment.fit()
        let system = try BinarySystem(posterior.database(), components: ("CU", "MG"))
        let temperatures = try system.invariants(in: 700...1100).map(\.temperature).sorted()
        // Nayeb-Hashemi and Clark (1984): 758, 825 and 995 K.
        #expect(temperatures.count == 3)
        for (found, expected) in zip(temperatures, [758.0, 825, 995]) { #expect(abs(found - expected) < 8) }
    }

    @Test("Sublattices in another order, without vacancies, and with others' vacancies")
    func sublattices() throws {
        let database = try TestDatabases.read("cumg.tdb")
        func evidence(_ phase: String, _ ratios: String, _ configuration: String, _ occupancy: String) throws -> EspeiEvidence {
            let text = """
                {"components": ["cu", "MG", "VA"], "phases": ["\(phase)"], "conditions": {"P": 101325, "T": 300}, "output": "HM_MIX",
                 "solver": {"sublattice_site_ratios": \(ratios), "sublattice_configurations": [\(configuration)],
                 "sublattice_occupancies": [\(occupancy)]}, "values": [[[1000]]]}
                """
            return try EspeiDataset(Data(text.utf8), file: "x.json").evidence(EspeiReading(), database: database, of: ["CU", "MG"])
        }
        func state(_ evidence: EspeiEvidence) -> [[String: Double]]? {
            guard case .property(let property)? = evidence.data.first?.observation, case .constitution(let state) = property.state else { return nil }
            return state
        }
        #expect(state(try evidence("CU2MG", "[1, 2]", #"["MG", ["CU", "MG"]]"#, "[1, [0.25, 0.75]]")) == [["CU": 0.25, "MG": 0.75], ["MG": 1]])
        #expect(state(try evidence("FCC_A1", "[1]", #"[["CU", "MG"]]"#, "[[0.5, 0.5]]")) == [["CU": 0.5, "MG": 0.5], ["VA": 1]])
        #expect(state(try evidence("LIQUID", "[1, 1]", #"[["CU", "MG"], "VA"]"#, "[[0.5, 0.5], 1]")) == [["CU": 0.5, "MG": 0.5]])
        // Two of the file's that are filled alike are one of the database's.
        #expect(state(try evidence("CU2MG", "[1, 1, 1]", #"["CU", "MG", "CU"]"#, "[1, 1, 1]")) == [["CU": 1], ["MG": 1]])
        #expect(try evidence("HCP_A3", "[1, 0.5]", #"[["CU", "MG"], "VA"]"#, "[[0.5, 0.5], 1]").setAside.count == 1)
    }

    @Test(
        "What cannot be read is one error with the file and the field",
        arguments: [
            ("{", "not JSON"), (#"{"components": ["CU"], "phases": ["LIQUID"], "values": []}"#, "output is missing"),
            (#"{"output": "ZPF", "components": 3, "phases": ["LIQUID"], "values": []}"#, "components is no list"),
            (
                #"{"output": "ZPF", "components": ["CU", "MG"], "phases": ["LIQUID"], "conditions": {"T": [1, 2]}, "values": [1, 2, 3]}"#,
                "conditions.T has 2"
            ),
            (
                #"{"output": "ZPF", "components": ["CU", "MG"], "phases": ["LIQUID"], "conditions": {"T": 900}, "values": [[["LIQUID", ["MG"], [1.5]]]]}"#,
                "values[0][0]"
            ),
            (#"{"output": "ZPF", "components": ["CU", "MG"], "phases": ["LIQUID"], "conditions": {"T": "hot"}, "values": []}"#, "conditions.T"),
            (
                #"{"output": "ACR_MG", "components": ["CU", "MG"], "phases": ["LIQUID"], "conditions": {"T": 900, "X_MG": [0.1, 0.2]}, "values": [1]}"#,
                "values has not"
            ),
        ])
    func unreadable(text: String, place: String) throws {
        let database = try TestDatabases.read("cumg.tdb")
        let error = #expect(throws: AssessmentError.self) {
            _ = try EspeiDataset(Data(text.utf8), file: "odd.json").evidence(EspeiReading(), database: database, of: ["CU", "MG"])
        }
        #expect(
            error?.code == .unreadableData && error?.message.contains("odd.json") == true && error?.message.contains(place) == true,
            "\(String(describing: error))")
    }

    @Test("A coefficient of the file is replaced by the sum, and the file reads back")
    func export() throws {
        let database = try TestDatabases.read("cumg.tdb")
        let free = [
            try AssessmentSupport.coefficient("L(LIQUID,CU,MG;0)"), try AssessmentSupport.coefficient("L(LIQUID,CU,MG;0)", .linear),
            try AssessmentSupport.coefficient("G(CU2MG,CU:MG;0)", .logarithmic), try AssessmentSupport.coefficient("L(LIQUID,CU,MG;2)"),
        ]
        let assessment = try Assessment(database, components: ["CU", "MG"], free: free)
        let shifted = assessment.database(adding: [-16, -0.75612, 0.276417, 100])
        let text = try shifted.tdb(comments: [free[0].parameter: "fitted"])
        let read = try Database(parsing: text, file: "out.tdb")
        #expect(text.contains("-37000 +4*T") || text.contains("-37000+4*T"), "\(text)")
        #expect(text.contains("$ fitted"))
        #expect(text.contains("-69*T*LN(T)"))
        #expect(read.parameter(free[3].parameter) != nil)
        for temperature in [700.0, 1000, 1300] {
            let one = try #require(try GibbsModel(shifted, phase: "LIQUID", components: ["CU", "MG"]))
            let two = try #require(try GibbsModel(read, phase: "LIQUID", components: ["CU", "MG"]))
            let y = [0.3, 0.7]
            #expect(
                one.molarGibbsEnergy(one.isotherm(at: temperature), siteFractions: y)
                    == two.molarGibbsEnergy(two.isotherm(at: temperature), siteFractions: y))
        }
    }

    @Test("Coefficients are named in several ways")
    func coefficients() throws {
        let database = try TestDatabases.read("cumg.tdb")
        func read(_ text: String) throws -> [String] {
            try FreeCoefficient.read(text, in: database, components: ["CU", "MG"]).map { "\($0) \($0.prior.standardDeviation)" }
        }
        #expect(try read("l(liquid,cu,mg;0)") == ["L(LIQUID,CU,MG;0) A 10000.0", "L(LIQUID,CU,MG;0) B*T 10.0"])
        #expect(try read("L(LIQUID,CU,MG;1)") == ["L(LIQUID,CU,MG;1) A 10000.0"])
        #expect(try read("L(LIQUID,CU,MG;2) = A(500) + C(0.1)*T*LN(T)") == ["L(LIQUID,CU,MG;2) A 500.0", "L(LIQUID,CU,MG;2) C*T*LN(T) 0.1"])
        #expect(try read("LIQUID").count == 3)
        #expect(try read("CU2MG") == ["L(CU2MG,CU,MG:*;0) A 10000.0", "L(CU2MG,*:CU,MG;0) A 10000.0"])
        #expect(throws: AssessmentError.self) { try read("L(LIQUID,CU,MG;0)=D") }
        #expect(throws: AssessmentError.self) { try read("CUMG2") }
        #expect(throws: DatabaseError.self) { try read("nothing") }
    }

    @Test("A phase is taken for the only one that can be meant, and the report says what is known from where")
    func names() throws {
        let database = try TestDatabases.read("cumg.tdb")
        let datasets = try AssessmentSupport.espei().map { try EspeiDataset($0.data, file: $0.name) }
        var reading = EspeiReading()
        let sentences = reading.guessNames(in: datasets, database: database, components: ["CU", "MG"])
        #expect(reading.phaseNames == ["LAVES_C15": "CU2MG"] && sentences.count == 1)

        let (assessment, _) = try AssessmentSupport.copperMagnesium()
        let posterior = try assessment.fit()
        let report = AssessmentReport(posterior)
        #expect(report.kinds["boundary"] == 235 && report.sources.reduce(0) { $0 + $1.data } == assessment.data.count)
        let liquid = try #require(report.coefficients.first)
        #expect(abs(liquid.value - (-36984 + liquid.shift)) < 1e-6 && liquid.standardError < 2000)
        #expect(liquid.sources.contains { $0.source.hasPrefix("sommer1983") })
        let text = try posterior.tdb()
        #expect(text.contains("$ Fitted by Tieline: A: ") && text.contains("Jones1931"))
        let read = try Database(parsing: text, file: "fitted.tdb")
        #expect(try BinarySystem(read, components: ("CU", "MG")).invariants(in: 700...1100).count == 3)
    }
}
