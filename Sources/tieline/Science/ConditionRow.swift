import Calphad

/// What one row of a list of conditions says, or the options of the command line: names, not yet checked against a system.
struct ConditionRow {
    /// Kelvin; nil when a fixed phase is to find it.
    var temperature: Double?
    /// Kelvin: where the search for a free temperature begins; of several answers the nearest is taken.
    var guess: Double?
    /// Pa; nil for the standard pressure.
    var pressure: Double?
    /// By component, upper case; the one that is left out is the balance.
    var components: [String: EquilibriumConditions.Component] = [:]
    /// By phase, upper case: moles of atoms in it per mole of atoms of the whole.
    var fixed: [String: Double] = [:]
    /// By phase, upper case.
    var statuses: [String: EquilibriumConditions.Status] = [:]

    /// Kelvin. Of all temperatures with the fixed phase the nearest is found, so it matters little.
    static let defaultGuess = 1000.0

    /// The mole fractions that were asked for, NaN where none was.
    func moleFractions(_ names: [String]) -> [Double] {
        names.map { if case .moleFraction(let x) = components[$0] { x } else { .nan } }
    }

    /// The conditions on a system of some components, in their order.
    ///
    /// - Throws: ``ConditionError``.
    func conditions(_ names: [String]) throws(ConditionError) -> EquilibriumConditions {
        for name in components.keys.sorted() where !names.contains(name) {
            throw ConditionError(
                "\(name) is not among the components \(names.joined(separator: ", "))", "Name a component, or add it to --components.")
        }
        let missing = names.filter { components[$0] == nil }
        guard missing.count <= 1 else {
            throw ConditionError("nothing is said of \(missing.joined(separator: " and "))", "Give a condition on every component but one.")
        }
        try checkFreedom()
        let given = try normalised(names.map { components[$0] ?? .balance })
        var result = EquilibriumConditions(
            temperature: temperature.map { .fixed($0) } ?? .free(guess: guess ?? Self.defaultGuess), components: given,
            fixedPhases: fixed.keys.sorted().map { .init($0, amount: fixed[$0] ?? 0) })
        result.pressure = pressure
        result.statuses = statuses
        return result
    }

    /// As many phases fixed as conditions set free, and a temperature, given or free.
    ///
    /// - Throws: ``ConditionError``.
    func checkFreedom() throws(ConditionError) {
        guard temperature != nil || !fixed.isEmpty else {
            throw ConditionError("there is no temperature", "Give one, or a phase that is fixed.")
        }
        let freeFractions = components.values.count { if case .free = $0 { true } else { false } }
        let free = freeFractions + (temperature == nil ? 1 : 0)
        guard fixed.count == free else {
            if free == 0 {
                throw ConditionError(
                    "both a temperature and a fixed phase are given",
                    "Leave the temperature out, or set a fraction free: a fixed phase finds one of them.")
            }
            throw ConditionError(
                "\(fixed.count) phases are fixed and \(free) of temperature and fractions are free",
                "Fix one phase for each of them; a temperature that is not given is free.")
        }
    }

    /// Rounding in a full list of mole fractions is taken out; more than rounding is a mistake.
    private func normalised(_ given: [EquilibriumConditions.Component]) throws(ConditionError) -> [EquilibriumConditions.Component] {
        var fractions: [Double] = []
        var areAllFractions = true
        for condition in given {
            switch condition {
            case .moleFraction(let x): fractions.append(x)
            case .balance: break
            default: areAllFractions = false
            }
        }
        for x in fractions where !x.isFinite || x < 0 || x > 1 + Self.tolerance {
            throw ConditionError("a mole fraction is \(x)", "Give mole fractions from 0 to 1.")
        }
        let sum = fractions.reduce(0, +)
        guard areAllFractions, fractions.count == given.count else {
            guard sum <= 1 + Self.tolerance else {
                throw ConditionError("the mole fractions sum to \(sum), above 1", "They must leave room for the rest.")
            }
            return given
        }
        guard abs(sum - 1) <= Self.tolerance else {
            throw ConditionError("the mole fractions sum to \(sum)", "Make them sum to 1, or leave one out.")
        }
        return fractions.map { .moleFraction($0 / sum) }
    }

    /// A sum this far from 1 is rounding.
    private static let tolerance = 1e-9
}

/// Conditions that contradict themselves or the system.
struct ConditionError: Error, CustomStringConvertible {
    var message: String
    var remedy: String

    init(_ message: String, _ remedy: String) {
        self.message = message
        self.remedy = remedy
    }

    var description: String { "\(message). \(remedy)" }
}
