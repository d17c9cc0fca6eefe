/// A parameter as SIMPLON describes it: its value, and what may be written to it.
public struct SimplonParameter: Encodable, Hashable, Sendable {
    public enum Value: Encodable, Hashable, Sendable {
        case text(String)
        case float(Double)
        case unsigned(Int)

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .float(let number): try container.encode(number)
            case .unsigned(let number): try container.encode(number)
            }
        }
    }

    public var value: Value
    public var unit: String?
    public var minimum: Double?
    public var maximum: Double?
    public var allowedValues: [String]?
    public var isWritable: Bool

    init(_ value: Value, unit: String? = nil, range: ClosedRange<Double>? = nil, allowedValues: [String]? = nil, isWritable: Bool = false) {
        self.value = value
        self.unit = unit
        minimum = range?.lowerBound
        maximum = range?.upperBound
        self.allowedValues = allowedValues
        self.isWritable = isWritable
    }

    private enum CodingKeys: String, CodingKey {
        case value
        case valueType = "value_type"
        case accessMode = "access_mode"
        case unit
        case minimum = "min"
        case maximum = "max"
        case allowedValues = "allowed_values"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(value, forKey: .value)
        let type =
            switch value {
            case .text: "string"
            case .float: "float"
            case .unsigned: "uint"
            }
        try container.encode(type, forKey: .valueType)
        try container.encode(isWritable ? "rw" : "r", forKey: .accessMode)
        try container.encodeIfPresent(unit, forKey: .unit)
        try container.encodeIfPresent(minimum, forKey: .minimum)
        try container.encodeIfPresent(maximum, forKey: .maximum)
        try container.encodeIfPresent(allowedValues, forKey: .allowedValues)
    }
}
