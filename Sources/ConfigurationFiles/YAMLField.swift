public import Tieline
import Yams

/// A value in a file, with the way back to where it stands.
public struct YAMLField: Sendable {
    private let node: SendableNode
    public let file: String
    /// `1...`
    public var line: Int? { node.value.mark?.line }
    /// `budget.patterns`, `peaks[1].phase`; empty for the whole file.
    public let path: String

    init(node: Node, file: String, path: String) {
        self.node = SendableNode(value: node)
        self.file = file
        self.path = path
    }

    /// An error about this field.
    public func error(_ code: SpecificationError.Code, _ message: String, remedy: String) -> SpecificationError {
        SpecificationError(code, file: file, line: line, field: path, message: message, remedy: remedy)
    }

    /// The field as a mapping whose keys are all among `allowed`.
    public func mapping(_ allowed: [String]) throws(SpecificationError) -> YAMLMapping {
        guard case .mapping(let mapping) = node.value else { throw wrongType("a mapping of keys to values") }
        var fields: [(key: String, field: YAMLField)] = []
        for (keyNode, valueNode) in mapping {
            guard let key = keyNode.string else { throw wrongType("a mapping whose keys are words") }
            let keyPath = path.isEmpty ? key : "\(path).\(key)"
            guard allowed.contains(key) else {
                throw SpecificationError(
                    .unknownKey, file: file, line: keyNode.mark?.line, field: keyPath, message: "there is no such key here",
                    remedy: Self.suggestion(for: key, among: allowed))
            }
            fields.append((key, YAMLField(node: valueNode, file: file, path: keyPath)))
        }
        return YAMLMapping(field: self, fields: fields)
    }

    /// The field as a list; an empty one is a list too.
    public func list() throws(SpecificationError) -> [YAMLField] {
        guard case .sequence(let sequence) = node.value else { throw wrongType("a list") }
        return sequence.enumerated().map { YAMLField(node: $1, file: file, path: "\(path)[\($0)]") }
    }

    /// The field as text, not empty.
    public func string() throws(SpecificationError) -> String {
        guard case .scalar(let scalar) = node.value else { throw wrongType("text") }
        guard !scalar.string.isEmpty else { throw error(.wrongType, "it is empty", remedy: "Write a value after the colon.") }
        return scalar.string
    }

    public func integer(in range: ClosedRange<Int>) throws(SpecificationError) -> Int {
        guard let value = Int(try string()) else { throw wrongType("a whole number") }
        guard range.contains(value) else {
            throw error(.outOfRange, "\(value) is outside \(range.lowerBound) to \(range.upperBound)", remedy: "Write a number inside.")
        }
        return value
    }

    /// A bare number; infinite values and NaN are refused.
    public func number(in range: ClosedRange<Double>) throws(SpecificationError) -> Double {
        let text = try string()
        guard let value = Double(text) else { throw wrongType("a number without a unit") }
        return try checked(value, text, in: range)
    }

    public func boolean() throws(SpecificationError) -> Bool {
        switch try string() {
        case "true": true
        case "false": false
        default: throw wrongType("true or false")
        }
    }

    /// A number with its unit, `80 °C`, converted as ``Dimension`` says; `range` is in the converted unit.
    public func quantity(_ dimension: Dimension, in range: ClosedRange<Double>) throws(SpecificationError) -> Double {
        let text = try string()
        let numberPart = text.prefix { $0.isNumber || "+-.eE".contains($0) }
        let unit = text.dropFirst(numberPart.count).drop { $0 == " " }
        guard let value = Double(numberPart) else {
            throw error(.wrongType, "`\(text)` does not begin with a number", remedy: "Write a number and a unit, as `\(dimension.example)`.")
        }
        guard let known = dimension.units.first(where: { $0.name == unit }) else {
            let message = unit.isEmpty ? "`\(text)` has no unit" : "`\(unit)` is not a unit of this quantity"
            throw error(.wrongUnit, message, remedy: "Write it in \(dimension.unitList), as `\(dimension.example)`.")
        }
        return try checked(value * known.factor + known.offset, text, in: range)
    }

    /// One of the values of an enumeration.
    public func choice<Value: RawRepresentable & CaseIterable>(_: Value.Type) throws(SpecificationError) -> Value where Value.RawValue == String {
        let text = try string()
        guard let value = Value(rawValue: text) else {
            throw error(
                .outOfRange, "`\(text)` is not one of the choices", remedy: "Write one of: \(Value.allCases.map(\.rawValue).joined(separator: ", "))."
            )
        }
        return value
    }

    private func checked(_ value: Double, _ text: String, in range: ClosedRange<Double>) throws(SpecificationError) -> Double {
        guard value.isFinite else { throw error(.outOfRange, "`\(text)` is not a finite number", remedy: "Write a finite number.") }
        guard range.contains(value) else {
            throw error(
                .outOfRange, "`\(text)` is outside \(range.lowerBound) to \(range.upperBound) (in the units used inside)",
                remedy: "Write a value inside these bounds.")
        }
        return value
    }

    private func wrongType(_ wanted: String) -> SpecificationError {
        error(.wrongType, "it is not \(wanted)", remedy: "Write \(wanted).")
    }

    /// Names the key that was probably meant, or all of them.
    private static func suggestion(for key: String, among allowed: [String]) -> String {
        let near = allowed.filter { differences(key, $0) <= 2 }
        return near.isEmpty
            ? "Known keys: \(allowed.joined(separator: ", "))." : "Did you mean \(near.map { "`\($0)`" }.joined(separator: " or "))? Write it so."
    }

    /// Levenshtein's distance, for short words.
    private static func differences(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (i, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let substituted = diagonal + (letter == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[right.count]
    }
}

/// A mapping whose keys are all known.
public struct YAMLMapping: Sendable {
    public let field: YAMLField
    private let fields: [(key: String, field: YAMLField)]

    init(field: YAMLField, fields: [(key: String, field: YAMLField)]) {
        self.field = field
        self.fields = fields
    }

    /// In the order of the file.
    public var keys: [String] { fields.map(\.key) }

    public func optional(_ key: String) -> YAMLField? { fields.first { $0.key == key }?.field }

    public func required(_ key: String) throws(SpecificationError) -> YAMLField {
        guard let found = optional(key) else {
            throw SpecificationError(
                .missingKey, file: field.file, line: field.line, field: field.path.isEmpty ? key : "\(field.path).\(key)", message: "it is missing",
                remedy: "Add `\(key):` here.")
        }
        return found
    }
}

/// Yams marks its tree as unavailable to other threads because its tags are classes; the tree here is never changed after it was made.
private struct SendableNode: @unchecked Sendable {
    let value: Node
}
