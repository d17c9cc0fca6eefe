import FoundationEssentials
import Tieline

/// A file with a list of conditions.
enum ConditionList {
    /// Rows of one list.
    static let maximumRows = 1_000_000

    /// - Throws: `SpecificationError` that names row and field.
    static func read(_ path: String) throws(SpecificationError) -> [ConditionRow] {
        func unreadable(_ message: String) -> SpecificationError {
            SpecificationError(
                .unreadable, file: path, line: nil, field: "", message: message, remedy: "Give a list such as [{\"T\": 450, \"x\": {\"SN\": 0.5}}].")
        }
        guard let data = FileManager.default.contents(atPath: path) else { throw unreadable("the file is not there or cannot be read") }
        if let duplicate = DuplicateKey.first(in: data) {
            throw SpecificationError(
                .unreadable, file: path, line: duplicate.line, field: duplicate.name,
                message: "the key \"\(duplicate.name)\" is given twice in one object",
                remedy: "Remove one of the two, or make two rows of them.")
        }
        let rows: [ConditionRow]
        do {
            rows = try JSONDecoder().decode([ConditionRow].self, from: data)
        } catch let error as DecodingError {
            throw unreadable(describe(error))
        } catch {
            throw unreadable("the file is not JSON")
        }
        guard rows.count <= maximumRows else { throw unreadable("it has \(rows.count) rows, more than \(maximumRows)") }
        return rows
    }

    private static func describe(_ error: DecodingError) -> String {
        func place(_ path: [any CodingKey]) -> String {
            path.map { key in key.intValue.map { "row \($0 + 1)" } ?? key.stringValue }.joined(separator: ", ")
        }
        switch error {
        case .keyNotFound(let key, let context):
            let remedy = key.stringValue == ConditionRow.Key.temperature.rawValue ? ", and no phase to \"fix\" in its place" : ""
            return "\(place(context.codingPath)): there is no \"\(key.stringValue)\"\(remedy)"
        case .typeMismatch(_, let context) where context.codingPath.isEmpty:
            return "the file is not a list; put [ ] around the row"
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            let needed = type == Double.self ? "a number" : type == String.self ? "a name" : "a table such as {\"SN\": 0.5}"
            return "\(place(context.codingPath)): \(needed) is needed here"
        case .dataCorrupted(let context):
            return context.codingPath.isEmpty ? "the file is not JSON" : "\(place(context.codingPath)): \(context.debugDescription)"
        @unknown default:
            return "the file is not a list of conditions"
        }
    }
}
