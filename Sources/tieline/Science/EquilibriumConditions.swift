import ArgumentParser
import Calphad
import FoundationEssentials
import Tieline

/// One row of a list of conditions.
struct EquilibriumConditions: Decodable {
    /// Kelvin.
    var temperature: Double
    /// Mole fractions of all components, or of all but one.
    var fractions: [String: Double]

    private enum CodingKeys: String, CodingKey {
        case temperature = "T"
        case fractions = "x"
    }

    private struct AnyKey: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue _: Int) { nil }
    }

    init(temperature: Double, fractions: [String: Double]) {
        self.temperature = temperature
        self.fractions = fractions
    }

    /// Components in any case; a key that means nothing is an error, since leaving it out would answer another question.
    init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue).sorted()
        if let unknown = keys.first(where: { CodingKeys(stringValue: $0) == nil }) {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "the key \"\(unknown)\" is not known; a row has \"T\" and \"x\""))
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        temperature = try container.decode(Double.self, forKey: .temperature)
        fractions = [:]
        let given = try container.decode([String: Double].self, forKey: .fractions)
        for name in given.keys.sorted() {
            guard fractions.updateValue(given[name] ?? .nan, forKey: name.uppercased()) == nil else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: container.codingPath + [CodingKeys.fractions], debugDescription: "\(name.uppercased()) is given twice"))
            }
        }
    }

    /// Rows of one list.
    static let maximumRows = 1_000_000

    static func read(_ path: String) throws -> [EquilibriumConditions] {
        func unreadable(_ message: String) -> SpecificationError {
            SpecificationError(
                .unreadable, file: path, line: nil, field: "", message: message, remedy: "Give a list such as [{\"T\": 450, \"x\": {\"SN\": 0.5}}].")
        }
        guard let data = FileManager.default.contents(atPath: path) else { throw unreadable("the file is not there or cannot be read") }
        do {
            let rows = try JSONDecoder().decode([EquilibriumConditions].self, from: data)
            guard rows.count <= maximumRows else { throw unreadable("it has \(rows.count) rows, more than \(maximumRows)") }
            return rows
        } catch let error as DecodingError {
            throw unreadable(describe(error))
        }
    }

    private static func describe(_ error: DecodingError) -> String {
        func place(_ path: [any CodingKey]) -> String {
            path.map { key in key.intValue.map { "row \($0 + 1)" } ?? key.stringValue }.joined(separator: ", ")
        }
        switch error {
        case .keyNotFound(let key, let context):
            return "\(place(context.codingPath)): there is no \"\(key.stringValue)\""
        case .typeMismatch(_, let context) where context.codingPath.isEmpty:
            return "the file is not a list; put [ ] around the row"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "\(place(context.codingPath)): not a number where one is needed"
        case .dataCorrupted(let context):
            return context.codingPath.isEmpty ? "the file is not JSON" : "\(place(context.codingPath)): \(context.debugDescription)"
        @unknown default:
            return "the file is not a list of conditions"
        }
    }

    /// `SN=0.5` and so on, as a table.
    static func table(_ texts: [String]) throws -> [String: Double] {
        var table: [String: Double] = [:]
        for text in texts.flatMap({ $0.split(separator: ",").map(String.init) }) {
            let parts = text.split(separator: "=")
            guard parts.count == 2, let value = Double(parts[1]), value.isFinite, (0...1).contains(value) else {
                throw ValidationError("-x \(text): give a component and its mole fraction, 0 to 1, as SN=0.5.")
            }
            guard table.updateValue(value, forKey: parts[0].uppercased()) == nil else {
                throw ValidationError("-x \(text): the component is given twice.")
            }
        }
        return table
    }

    /// The mole fractions of all components, in their order.
    func moleFractions(_ components: [String]) throws -> [Double] {
        func invalid(_ message: String, _ remedy: String) -> ConditionError { ConditionError(message: message, remedy: remedy) }
        for name in fractions.keys.sorted() where !components.contains(name) {
            throw invalid("\(name) is not among the components \(components.joined(separator: ", "))", "Name a component, or add it to --components.")
        }
        for name in fractions.keys.sorted() {
            let value = fractions[name] ?? .nan
            guard value.isFinite, value >= 0, value <= 1 + 1e-9 else { throw invalid("x of \(name) is \(value)", "Give mole fractions from 0 to 1.") }
        }
        let missing = components.filter { fractions[$0] == nil }
        guard missing.count <= 1 else {
            throw invalid("x of \(missing.joined(separator: " and ")) is missing", "Give all components, or all but one.")
        }
        let sum = fractions.keys.sorted().reduce(0.0) { $0 + (fractions[$1] ?? 0) }
        if missing.isEmpty {
            guard abs(sum - 1) <= 1e-9 else { throw invalid("the mole fractions sum to \(sum)", "Make them sum to 1, or leave one out.") }
        } else {
            guard sum <= 1 + 1e-9 else { throw invalid("the mole fractions sum to \(sum), above 1", "They must leave room for \(missing[0]).") }
        }
        return components.map { fractions[$0] ?? max(0, 1 - sum) }.map { missing.isEmpty ? $0 / sum : $0 }
    }

    struct ConditionError: Error, CustomStringConvertible {
        var message: String
        var remedy: String
        var description: String { "\(message). \(remedy)" }
    }

    /// Solves rows. A component of which there is nothing is left out of the calculation; each such set is compiled once.
    struct Solver {
        private let database: Database
        private let components: [String]
        private let phases: [String]?
        private let gasConstant: Double
        private var systems: [[String]: AlloySystem] = [:]

        init(_ database: Database, components: [String], phases: [String]?, gasConstant: Double) {
            self.database = database
            self.components = components
            self.phases = phases
            self.gasConstant = gasConstant
        }

        mutating func row(_ condition: EquilibriumConditions) -> EquilibriumRow {
            var fractions = components.map { condition.fractions[$0] ?? .nan }
            do {
                fractions = try condition.moleFractions(components)
                let present = components.indices.filter { fractions[$0] > 0 }
                let names = present.map { components[$0] }
                let system: AlloySystem
                if let known = systems[names] {
                    system = known
                } else {
                    system = try AlloySystem(database, components: names, phases: phases, gasConstant: gasConstant)
                    systems[names] = system
                }
                let equilibrium = try system.equilibrium(atTemperature: condition.temperature, moleFractions: present.map { fractions[$0] })
                return EquilibriumRow(
                    components: components, temperature: condition.temperature, moleFractions: fractions,
                    result: .success(equilibrium.extended(to: components, moleFractions: fractions)))
            } catch {
                return EquilibriumRow(components: components, temperature: condition.temperature, moleFractions: fractions, result: .failure(error))
            }
        }
    }
}
