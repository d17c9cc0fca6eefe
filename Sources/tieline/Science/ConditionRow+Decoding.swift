import Calphad

/// The row of a file: `{"T": 450, "x": {"SN": 0.5}}`, with the keys of ``Key``.
extension ConditionRow: Decodable {
    /// What a row may hold.
    enum Key: String, CodingKey, CaseIterable {
        case temperature = "T"
        case pressure = "P"
        case moleFractions = "x"
        case massFractions = "w"
        case activity, potential, fix, free, guess, suspend, dormant
    }

    private struct AnyKey: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue _: Int) { nil }
    }

    /// `0.5`, or `{"value": 0.5, "reference": "LIQUID"}`.
    private struct Activity: Decodable {
        var value: Double
        var reference: String?

        init(from decoder: any Decoder) throws {
            if let value = try? decoder.singleValueContainer().decode(Double.self) {
                self.value = value
                return
            }
            let keys = try decoder.container(keyedBy: AnyKey.self)
            for key in keys.allKeys where !["value", "reference"].contains(key.stringValue) {
                throw Self.corrupted(decoder, "an activity is a number, or has \"value\" and \"reference\"")
            }
            guard let key = AnyKey(stringValue: "value"), let other = AnyKey(stringValue: "reference") else {
                throw Self.corrupted(decoder, "no key")
            }
            value = try keys.decode(Double.self, forKey: key)
            reference = try keys.decodeIfPresent(String.self, forKey: other)?.uppercased()
        }

        static func corrupted(_ decoder: any Decoder, _ message: String) -> DecodingError {
            .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: message))
        }
    }

    /// One name or a list of them.
    private struct Names: Decodable {
        var names: [String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let name = try? container.decode(String.self) {
                names = DatabaseOptions.list(name)
            } else if let list = try? container.decode([String].self) {
                names = list.map { $0.uppercased() }
            } else {
                throw Activity.corrupted(decoder, "a phase or a list of phases is needed")
            }
        }
    }

    /// Names in any case; a key that means nothing is an error, since leaving it out would answer another question.
    init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue).sorted()
        if let unknown = keys.first(where: { Key(stringValue: $0) == nil }) {
            let known = Key.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            throw Activity.corrupted(decoder, "the key \"\(unknown)\" is not known; a row may have \(known)")
        }
        let container = try decoder.container(keyedBy: Key.self)
        self.init()
        temperature = try container.decodeIfPresent(Double.self, forKey: .temperature)
        pressure = try container.decodeIfPresent(Double.self, forKey: .pressure)
        guess = try container.decodeIfPresent(Double.self, forKey: .guess)
        func add<Value: Decodable>(_ key: Key, _: Value.Type, _ condition: (Value) -> EquilibriumConditions.Component) throws {
            guard let given = try container.decodeIfPresent([String: Value].self, forKey: key) else { return }
            for name in given.keys.sorted() {
                guard let value = given[name] else { continue }
                guard components.updateValue(condition(value), forKey: name.uppercased()) == nil else {
                    throw DecodingError.dataCorrupted(
                        .init(codingPath: container.codingPath + [key], debugDescription: "\(name.uppercased()) is given twice"))
                }
            }
        }
        try add(.moleFractions, Double.self) { .moleFraction($0) }
        try add(.massFractions, Double.self) { .massFraction($0) }
        try add(.activity, Activity.self) { .activity($0.value, referencePhase: $0.reference) }
        try add(.potential, Double.self) { .chemicalPotential($0) }
        try add(.free, Double.self) { .free(guess: $0) }
        if container.contains(.fix) {
            if let amounts = try? container.decode([String: Double].self, forKey: .fix) {
                for name in amounts.keys.sorted() {
                    guard fixed.updateValue(amounts[name] ?? 0, forKey: name.uppercased()) == nil else {
                        throw DecodingError.dataCorrupted(
                            .init(codingPath: container.codingPath + [Key.fix], debugDescription: "\(name.uppercased()) is given twice"))
                    }
                }
            } else {
                for name in try container.decode(Names.self, forKey: .fix).names { fixed[name] = 0 }
            }
        }
        for (key, status) in [(Key.suspend, EquilibriumConditions.Status.suspended), (.dormant, .dormant)] {
            for name in try container.decodeIfPresent(Names.self, forKey: key)?.names ?? [] {
                guard statuses.updateValue(status, forKey: name) == nil else {
                    throw DecodingError.dataCorrupted(.init(codingPath: container.codingPath + [key], debugDescription: "\(name) is given twice"))
                }
            }
        }
        guard temperature != nil || !fixed.isEmpty else {
            throw DecodingError.keyNotFound(Key.temperature, .init(codingPath: container.codingPath, debugDescription: ""))
        }
    }
}
