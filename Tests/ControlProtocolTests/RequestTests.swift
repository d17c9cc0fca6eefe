import ControlProtocol
import Testing
import Tieline

@Suite("Requests")
struct RequestTests {
    private func addPrior(_ changes: [String: JSONValue]) throws(ControlFailure) -> AddPrior {
        let parameters: [String: JSONValue] = [
            "campaign": .string("latest"), "kind": .string("boundary"),
            "points": .array([.array([.number(0.8), .integer(400)]), .array([.number(0.88), .integer(405)])]),
            "phases": .array([.string("BCT_A5"), .string("RHOMBO_A7")]), "certainty": .number(0.8), "because": .string("seen in the microscope"),
        ]
        return try AddPrior(.object(parameters.merging(changes) { $1 }))
    }

    @Test("A boundary comes through in the words of the vocabulary")
    func boundary() throws {
        let prior = try addPrior([:])
        #expect(prior.priorKind == .phaseBoundary(points: [Condition([0.8, 400]), Condition([0.88, 405])], between: ["BCT_A5", "RHOMBO_A7"]))
    }

    @Test(
        "A parameter that is wrong is named",
        arguments: [
            ("certainty", JSONValue.number(1)), ("certainty", .number(0.5)), ("certainty", .string("sure")), ("certainty", .null),
            ("points", .array([])), ("points", .array([.array([.number(0.8)]), .array([.number(0.8), .number(400)])])),
            ("phases", .array([.string("LIQUID")])), ("kind", .string("border")), ("because", .string("  ")), ("campaign", .string("")),
            ("radius", .number(0.1)), ("colour", .string("red")), ("because", .string(String(repeating: "x", count: 5000))),
        ])
    func wrong(field: String, value: JSONValue) {
        let failure = #expect(throws: ControlFailure.self) { try addPrior([field: value]) }
        #expect(failure?.code == .protocol(.invalidParameters))
        #expect(failure?.field == field)
        #expect(failure.map { $0.message.contains(field) || field == "campaign" || field == "points" || field == "phases" } == true)
    }

    @Test("A parameter inside a list is named with its place")
    func nested() {
        let failure = #expect(throws: ControlFailure.self) {
            try addPrior(["points": .array([.array([.number(0.8), .string("hot")]), .array([.number(0.8), .number(400)])])])
        }
        #expect(failure?.field == "points.0.1")
    }

    @Test("A path that is not absolute is refused before anything happens")
    func relativePath() {
        let failure = #expect(throws: ControlFailure.self) { try RunCampaign(specification: "", path: "campaigns/a.yaml").check() }
        #expect(failure?.field == "path")
    }

    @Test("Every method is in the table once, by its wire name")
    func methods() {
        #expect(Set(Method.allCases.map(\.rawValue)).count == Method.allCases.count)
        #expect(Method.allCases.allSatisfy { $0.rawValue.split(separator: ".").count == 2 })
    }
}
