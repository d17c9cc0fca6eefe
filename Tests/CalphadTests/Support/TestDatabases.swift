import Calphad
import Foundation
import Testing

/// The databases and references of the tests.
enum TestDatabases {
    private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    static let folder = tests.appending(path: "Databases")
    static let configuration = tests.deletingLastPathComponent().deletingLastPathComponent().appending(path: "config/databases")
    static let solderName = "Ag-Bi-Cu-Pb-Sb-Sn-nist-solders.tdb"

    static func data(_ name: String) throws -> Data {
        try Data(contentsOf: (name == solderName ? configuration : folder).appending(path: name))
    }

    static func read(_ name: String) throws -> Database { try Database(parsingBytes: try data(name), file: name) }

    /// The NIST solder database as shipped.
    static func solders() throws -> Database { try read(solderName) }

    static func biSn(free: [String] = [], gasConstant: Double = CalphadConstants.gasConstant) throws -> BinarySystem {
        try BinarySystem(solders(), components: ("BI", "SN"), free: free.map { try ParameterIdentifier($0) }, gasConstant: gasConstant)
    }

    static func reference() throws -> Reference { try JSONDecoder().decode(Reference.self, from: data("pycalphad_reference.json")) }
}

/// What pycalphad computed.
struct Reference: Decodable {
    struct System: Decodable, Sendable, CustomTestStringConvertible {
        var name: String
        var database: String
        var components: [String]
        var phases: [String]
        var gibbs: [Gibbs]
        var equilibria: [Row]
        var invariants: [ReferenceInvariant]
        var elements: [String] { components.filter { $0 != "VA" } }
        var testDescription: String { name }
    }

    struct Gibbs: Decodable, Sendable {
        var phase: String
        var sublattices: [[String]]
        var y: [Double]
        // swift-format-ignore: AlwaysUseLowerCamelCase
        var T: Double
        // swift-format-ignore: AlwaysUseLowerCamelCase
        var GM: Double
    }

    struct Row: Decodable, Sendable {
        struct Phase: Decodable, Sendable {
            var phase: String
            var amount: Double
            var x: [String: Double]
        }
        // swift-format-ignore: AlwaysUseLowerCamelCase
        var T: Double
        var x: [String: Double]
        // swift-format-ignore: AlwaysUseLowerCamelCase
        var GM: Double
        // swift-format-ignore: AlwaysUseLowerCamelCase
        var MU: [String: Double]
        var phases: [Phase]
    }

    struct ReferenceInvariant: Decodable, Sendable {
        // swift-format-ignore: AlwaysUseLowerCamelCase
        var T: Double
        var phases: [String]
        var x: [Double]

        private struct Key: CodingKey {
            var stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue _: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            T = try container.decode(Double.self, forKey: Key(stringValue: "T"))
            phases = try container.decode([String].self, forKey: Key(stringValue: "phases"))
            let key = container.allKeys.first { $0.stringValue.hasPrefix("x_") } ?? Key(stringValue: "x_")
            x = try container.decode([Double].self, forKey: key)
        }
    }

    var systems: [System]
}
