/// A condition that is set free for a fixed phase, and how far and how finely its search goes.
enum FreeVariable {
    case temperature(guess: Double)
    case fraction(component: Int, guess: Double)

    /// All of them in some conditions, temperature first.
    static func all(in conditions: EquilibriumConditions) -> [FreeVariable] {
        var result: [FreeVariable] = []
        if case .free(let guess) = conditions.temperature { result.append(.temperature(guess: guess)) }
        for (c, condition) in conditions.components.enumerated() {
            if case .free(let guess) = condition { result.append(.fraction(component: c, guess: guess)) }
        }
        return result
    }

    var guess: Double {
        switch self {
        case .temperature(let guess), .fraction(_, let guess): guess
        }
    }

    /// First and largest step away from the guess: kelvin, or mole fraction.
    var firstStep: Double { isTemperature ? 16 : 0.01 }
    var largestStep: Double { isTemperature ? 128 : 0.1 }
    /// Steps to either side: to 3000 K from the guess, or over all fractions.
    var turns: Int { isTemperature ? 28 : 15 }
    /// The width of a bracket in which Newton's method begins.
    var narrow: Double { isTemperature ? 0.5 : 0.002 }
    var bounds: ClosedRange<Double> { isTemperature ? BinarySystem.temperatures : 1e-9...1 - 1e-9 }
    /// A bracket of this relative width holds a jump.
    static let jumpWidth = 1e-10

    var isTemperature: Bool { if case .temperature = self { true } else { false } }

    func name(_ components: [String]) -> String {
        switch self {
        case .temperature: "the temperature"
        case .fraction(let component, _): "the fraction of \(components[component])"
        }
    }

    /// The conditions with this one at a value; a fraction stays free, so that its guess is the value.
    func setting(_ value: Double, in conditions: EquilibriumConditions) -> EquilibriumConditions {
        var result = conditions
        switch self {
        case .temperature: result.temperature = .fixed(value)
        case .fraction(let component, _): result.components[component] = .free(guess: value)
        }
        return result
    }
}
