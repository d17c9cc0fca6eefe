#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A JSON document as it is, for files whose shape is only known by reading them.
enum JSONValue: Sendable, Equatable, Decodable {
    case null
    case boolean(Bool)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case table([String: JSONValue])

    /// Levels of lists and tables; data files have six.
    static let maximumDepth = 32

    init(from decoder: any Decoder) throws {
        guard decoder.codingPath.count <= Self.maximumDepth else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "nested more than \(Self.maximumDepth) levels deep"))
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .list(value)
        } else {
            self = .table(try container.decode([String: JSONValue].self))
        }
    }

    /// - Throws: ``AssessmentError`` `unreadableData` that names the file and the place.
    init(_ data: Data, file: String) throws(AssessmentError) {
        do {
            self = try JSONDecoder().decode(JSONValue.self, from: data)
        } catch {
            var place = ""
            if let error = error as? DecodingError, case .dataCorrupted(let context) = error {
                place = ": " + (context.underlyingError.map { "\($0)" } ?? context.debugDescription)
            }
            throw AssessmentError(
                .unreadableData, "\(file) is not JSON\(place.prefix(200))", remedy: "Correct the file, or take it out of the folder.")
        }
    }

    subscript(_ key: String) -> JSONValue? { if case .table(let table) = self { table[key] } else { nil } }
    var number: Double? { if case .number(let value) = self { value } else { nil } }
    var text: String? { if case .text(let value) = self { value } else { nil } }
    var list: [JSONValue]? { if case .list(let value) = self { value } else { nil } }
    var keys: [String] { if case .table(let table) = self { table.keys.sorted() } else { [] } }

    /// All numbers in lists of lists, row by row; nil stands for `null`, and the whole is nil when something else is among them.
    var numbers: [Double?]? {
        switch self {
        case .number(let value): return [value]
        case .null: return [nil]
        case .list(let items):
            var result: [Double?] = []
            for item in items {
                guard let inner = item.numbers else { return nil }
                result += inner
            }
            return result
        default: return nil
        }
    }

    /// A text, or a list of texts.
    var texts: [String]? {
        switch self {
        case .text(let value): return [value]
        case .list(let items):
            let texts = items.compactMap(\.text)
            return texts.count == items.count ? texts : nil
        default: return nil
        }
    }
}
