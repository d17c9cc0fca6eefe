import Foundation
import Testing
import Tieline

@testable import Campaigns

/// Campaign files that map phases.
struct MappingReaderTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../config/campaigns")

    private func text(_ name: String) throws -> String { try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8) }

    private func read(_ name: String) throws -> CampaignSpecification {
        try CampaignFile(reading: text(name), path: Self.folder.appending(path: name).path).specification
    }

    @Test("The circle is 1681 places, two regions and one property")
    func circle() throws {
        let specification = try read("circle.yaml")
        let mapping = try #require(specification.mapping)
        #expect(specification.strategy == .phaseMapping)
        #expect(specification.space.pool.count == 1681)
        #expect(mapping.regions == ["outside", "inside"])
        #expect(mapping.properties.map(\.name) == ["property"])
        #expect(specification.instruments.all == ["meter-1"])
    }

    @Test("The Fe-Ga-Pd library is 278 compositions that sum to one within their rounding")
    func library() throws {
        let specification = try read("fe-ga-pd.yaml")
        #expect(specification.space.pool.count == 278)
        #expect(specification.space.pool.allSatisfy(specification.space.contains))
        #expect(specification.space.pool[0] == Condition([0.8216, 0.1285, 0.0499]))
        #expect(specification.mapping?.optimisation == OptimisationTarget(property: "magnetisation", direction: .highest))
    }

    @Test("A specification comes back from its JSON")
    func coding() throws {
        let specification = try read("fe-ga-pd.yaml")
        let decoded = try JSONDecoder().decode(CampaignSpecification.self, from: JSONEncoder().encode(specification))
        #expect(decoded == specification)
    }

    private func error(_ right: String, _ wrong: String) throws -> SpecificationError? {
        let text = try text("fe-ga-pd.yaml")
        #expect(text.contains(right), "the file has changed")
        do {
            _ = try CampaignReader(parsing: text.replacing(right, with: wrong), file: "fe-ga-pd.yaml")
        } catch { return error }
        return nil
    }

    @Test(
        "What does not fit gets one clear error that names the field and the remedy",
        arguments: [
            ("known: []", "known: [{at: [0.8, 0.1, 0.2], source: theory, label: region 1}]", "known[0].at", "sum to 1.1"),
            ("known: []", "known: [{at: [0.8, 0.1], source: theory, label: region 1}]", "known[0].at", "2 coordinates for 3 axes"),
            ("known: []", "known: [{at: [0.8, 0.1, 0.1], source: xrd, label: region 1}]", "known[0].source", "no source `xrd`"),
            ("known: []", "known: [{at: [0.8, 0.1, 0.1], source: theory, label: region 3}]", "known[0].label", "beyond the 4"),
            (
                "known: []",
                "known: [{at: [0.8, 0.1, 0.1], source: theory, label: region 1}, {at: [0.8, 0.1, 0.1], source: theory, label: region 2}]",
                "known[1].at", "free of errors"
            ),
            (
                "priors: []",
                "priors: [{kind: roi, polygon: [[0.8,0.1,0.1],[0.6,0.3,0.1],[0.8,0.2,0],[0.6,0.2,0.2]], certainty: 0.8, author: a, because: b}]",
                "priors[0]", "crosses or touches itself"
            ),
            (
                "priors: []", "priors: [{kind: same, points: [[0.8,0.1,0.1],[0.7,0.2,0.1]], certainty: 1, author: a, because: b}]",
                "priors[0].certainty", "1.0"
            ),
            (
                "priors: []", "priors: [{kind: same, points: [[0.8,0.1,0.1],[0.7,0.2,0.1]], certainty: 0.5, author: a, because: b}]",
                "priors[0].certainty",
                "0.5"
            ),
            (
                "priors: []", "priors: [{kind: same, points: [[0.8,0.1,0.1],[0.7,0.2,0.1]], certainty: .nan, author: a, because: b}]",
                "priors[0].certainty", "nan"
            ),
            (
                "priors: []",
                "priors: [{kind: region, polygon: [[0.8,0.1,0.1],[0.7,0.2,0.1],[0.7,0.1,0.2]], regions: [bcc], certainty: 0.8, author: a, because: b}]",
                "priors[0].regions[0]", "no region `bcc`"
            ),
            (
                "priors: []",
                "priors: [{kind: region, polygon: [[0.8,0.1,0.1],[0.7,0.2,0.1],[0.7,0.1,0.1]], certainty: 0.8, author: a, because: b}]", "priors[0]",
                "sum to 0.8999"
            ),
            (
                "priors: []", "priors: [{kind: ball, center: [0.8,0.1,0.2], radius: 0.1, certainty: 0.8, author: a, because: b}]", "priors[0]",
                "sum to 1.1"
            ),
            ("regionSize: 0.2", "varyTogether: [[magnetisation, hardness]]", "varyTogether[0][1]", "`hardness`"),
            ("regionSize: 0.2", "varyTogether: [[magnetisation]]", "varyTogether[0]", "varies with nothing"),
            ("errorRate: 0}", "errorRate: 0, confusion: learnt}", "structure[0].confusion", "confuses nothing"),
            ("errorRate: 0}", "errorRate: 0.1, confusion: some}", "structure[0].confusion", "some"),
            ("regionSize: 0.2", "unseenRegions: 4", "unseenRegions", "4"),
            ("known: []", "reference: {file: a, says: labels, certainty: 0.5}", "reference.certainty", "0.5"),
            ("known: []", "reference: {file: a, says: theory, certainty: 0.8}", "reference.says", "theory"),
            ("simplex: [FE, GA, PD]", "simplex: [FE, GA, CO]", "simplex[2]", "`CO`"),
            ("candidates: ../libraries/Fe-Ga-Pd/FeGaPd_CMP.txt", "", "simplex", "declared compositions only"),
            ("strategy: phase-mapping-then-optimisation", "strategy: amase", "strategy", "needs a theory"),
            ("  optimise: {property: magnetisation, direction: highest}", "", "strategy", "no property to optimise"),
            ("property: magnetisation, direction", "property: resistance, direction", "target.optimise.property", "`resistance` is not measured"),
            ("labels: [region 0, region 1, region 2, region 4]", "labels: [region 0]", "structure[0].labels", "region 0"),
            ("errorRate: 0}", "errorRate: 0.5}", "structure[0].errorRate", "0.5"),
        ])
    func wrong(_ right: String, _ wrong: String, _ field: String, _ message: String) throws {
        let error = try #require(try error(right, wrong))
        #expect(error.field == field)
        #expect(error.message.contains(message), "\(error.message)")
        #expect(!error.remedy.isEmpty && error.line != nil)
    }

    @Test(
        "Candidates that do not fit name their line",
        arguments: [
            ("Fe Ga Pd\n0.8 0.1 0.1\n0.8 0.1 0.2\n", 3, "sum to 1.1"), ("Fe Ga\n0.8 0.2\n", 1, "names FE, GA"),
            ("Fe Ga Pd\n0.8 0.1 x\n", 2, "not 3 finite"), ("Fe Ga Pd\n0.8 0.1 0.1\n0.8 0.1 0.1\n", 3, "already"),
            ("Fe Ga Pd\n0.2 0.4 0.4\n", 2, "outside the axes"), ("Fe Ga Pd\n0.8 0.1 nan\n", 2, "not 3 finite"),
            ("Fe Ga Pd\n0.8 0.1 0.1\n", nil, "1 conditions"),
        ] as [(String, Int?, String)])
    func candidates(_ file: String, _ line: Int?, _ message: String) throws {
        let reader = try CampaignReader(parsing: text("fe-ga-pd.yaml"), file: "fe-ga-pd.yaml")
        let error = #expect(throws: SpecificationError.self) { try reader.withFiles { _ in file } }
        #expect(error?.line == line)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    private func reference(_ table: String, says: String = "labels") throws -> ReferenceSpecification? {
        let text = try text("fe-ga-pd.yaml").replacing("known: []", with: "reference: {file: maps/dft.csv, says: \(says), certainty: 0.8}")
        let library = try self.text("../libraries/Fe-Ga-Pd/FeGaPd_CMP.txt")
        return try CampaignReader(parsing: text, file: "fe-ga-pd.yaml").withFiles { $0 == "maps/dft.csv" ? table : library }.mapping?.reference
    }

    @Test("A reference is a table of names of regions, or of their probabilities, which sum to one")
    func references() throws {
        let named = try #require(try reference("Fe, Ga, Pd, region\n0.8, 0.15, 0.05, region 1\n0.6, 0.1, 0.3, L12\n0.7, 0.15, 0.15, region 1\n"))
        #expect(named.name == "dft.csv" && named.regions == ["region 1", "L12"] && named.probabilities == [[1, 0], [0, 1], [1, 0]])
        let shares = try #require(try reference("FE GA PD bcc fcc\n0.8 0.15 0.05 0.75 0.25\n\n0.6 0.1 0.3 0 1\n", says: "likeness"))
        #expect(shares.regions == ["bcc", "fcc"] && shares.probabilities == [[0.75, 0.25], [0, 1]] && shares.says == .likeness)
        #expect(shares.locations == [Condition([0.8, 0.15, 0.05]), Condition([0.6, 0.1, 0.3])])
    }

    @Test(
        "A reference that does not fit names its line",
        arguments: [
            ("Fe Ga region\n0.8 0.2 region\n", 1, "names Fe, Ga, region"), ("Fe Ga Pd\n0.8 0.1 0.1\n", 1, "names"),
            ("Fe,Ga,Pd,region\n0.8,0.1,0.2,region 1\n", 2, "sum to 1.1"), ("Fe,Ga,Pd,region\n0.8,0.1,x,region 1\n", 2, "not a finite number"),
            ("Fe,Ga,Pd,region\n0.8,0.1,region 1\n", 2, "3 fields, not 4"), ("Fe,Ga,Pd,a,b\n0.8,0.1,0.1,0.5,0.6\n", 2, "sum to 1.1"),
            ("Fe,Ga,Pd,a,a\n", 1, "a, a"), ("Fe,Ga,Pd,region\n", nil, "no lines"),
        ] as [(String, Int?, String)])
    func badReferences(_ table: String, _ line: Int?, _ message: String) throws {
        let error = #expect(throws: SpecificationError.self) { try reference(table) }
        #expect(error?.line == line && error?.file == "maps/dft.csv" && error?.remedy.isEmpty == false)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test("A reference whose regions are no labels can only say what is alike")
    func noLabels() throws {
        let table = "Fe,Ga,Pd,region\n0.8,0.15,0.05,bcc\n0.6,0.1,0.3,fcc\n"
        let error = #expect(throws: SpecificationError.self) { try reference(table) }
        #expect(error?.field == "reference.says" && error?.message.contains("bcc, fcc") == true)
        #expect(try reference(table, says: "likeness") != nil)
    }
}
