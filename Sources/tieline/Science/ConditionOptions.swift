import ArgumentParser
import Calphad

/// Conditions on the command line.
struct ConditionOptions: ParsableArguments {
    @Option(
        name: [.customShort("T"), .customLong("temperature")], parsing: .unconditional,
        help: ArgumentHelp("Temperature in kelvin; without it --fix finds one.", valueName: "kelvin"))
    var temperature: Double?

    @Option(
        name: [.customShort("x"), .customLong("mole-fraction")],
        help: ArgumentHelp("A mole fraction, as SN=0.5; repeat it for more components.", valueName: "name=value"))
    var moleFractions: [String] = []

    @Option(
        name: [.customShort("w"), .customLong("mass-fraction")], help: ArgumentHelp("A mass fraction, as SN=0.63.", valueName: "name=value"))
    var massFractions: [String] = []

    @Option(
        help: ArgumentHelp(
            "An activity in place of a fraction, as SN=0.3, relative to the pure component as it is stable at this temperature; SN=0.3@LIQUID names another phase for it.",
            valueName: "name=value"))
    var activity: [String] = []

    @Option(help: ArgumentHelp("A chemical potential in J/mol in place of a fraction, as SN=-28000.", valueName: "name=value"))
    var potential: [String] = []

    @Option(
        help: ArgumentHelp(
            "In place of -T: find the temperature at which the phase holds this share of the atoms. LIQUID or LIQUID=0 is a solidus, LIQUID=1 a liquidus. Repeat it with --free for more phases.",
            valueName: "phase=amount"))
    var fix: [String] = []

    @Option(
        help: ArgumentHelp(
            "A mole fraction that --fix finds in place of the temperature, or beside it, and a guess for it, as SN=0.1.", valueName: "name=guess"))
    var free: [String] = []

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Where the search of --fix begins, in kelvin; the nearest answer is taken.", valueName: "kelvin"))
    var guess: Double?

    @Option(parsing: .unconditional, help: ArgumentHelp("Pressure in Pa; 101325 unless given.", valueName: "pascal"))
    var pressure: Double?

    @Option(help: ArgumentHelp("Phases to leave out of the calculation, as BCT_A5,HCP_A3.", valueName: "list"))
    var suspend: String?

    @Option(help: ArgumentHelp("Phases that may not form, but whose driving force is computed.", valueName: "list"))
    var dormant: String?

    /// Whether anything is said at all.
    var isEmpty: Bool {
        temperature == nil && moleFractions.isEmpty && massFractions.isEmpty && activity.isEmpty && potential.isEmpty && fix.isEmpty && free.isEmpty
            && guess == nil && pressure == nil && suspend == nil && dormant == nil
    }

    /// - Throws: `ValidationError` that names the option.
    func row() throws -> ConditionRow {
        var row = ConditionRow(temperature: temperature, guess: guess, pressure: pressure)
        for (option, value) in [("-T", temperature), ("--guess", guess)] {
            guard let value else { continue }
            guard value.isFinite, (1...10_000).contains(value) else { throw ValidationError("\(option) \(value) is outside 1 to 10000 K.") }
        }
        if let pressure, !pressure.isFinite || pressure <= 0 { throw ValidationError("--pressure \(pressure) Pa is not above zero.") }
        if guess != nil, fix.isEmpty || temperature != nil { throw ValidationError("--guess belongs to --fix without -T.") }
        guard temperature != nil || !fix.isEmpty else { throw ValidationError("Give -T, or --fix with a phase.") }
        func add(
            _ texts: [String], _ option: String, _ range: ClosedRange<Double>, _ what: String, _ make: (Double) -> EquilibriumConditions.Component
        )
            throws
        {
            for text in NamedValue.texts(texts) {
                guard let given = NamedValue(text, in: range) else {
                    throw ValidationError("\(option) \(text): give a component and its \(what).")
                }
                try set(given.name, make(given.value), option, text)
            }
        }
        func set(_ name: String, _ condition: EquilibriumConditions.Component, _ option: String, _ text: String) throws {
            guard row.components.updateValue(condition, forKey: name.uppercased()) == nil else {
                throw ValidationError("\(option) \(text): the component is given twice.")
            }
        }
        try add(moleFractions, "-x", 0...1, "mole fraction, 0 to 1, as SN=0.5") { .moleFraction($0) }
        try add(massFractions, "-w", 0...1, "mass fraction, 0 to 1, as SN=0.5") { .massFraction($0) }
        let unbounded = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
        try add(potential, "--potential", unbounded, "chemical potential in J/mol, as SN=-28000") { .chemicalPotential($0) }
        for text in NamedValue.texts(activity) {
            let parts = text.split(separator: "=", omittingEmptySubsequences: false)
            let value = parts.count == 2 && !parts[0].isEmpty ? parts[1].split(separator: "@", maxSplits: 1) : []
            guard let number = value.first.flatMap({ Double($0) }), number.isFinite, number > 0 else {
                throw ValidationError("--activity \(text): give a component and its activity, above 0, as SN=0.3 or SN=0.3@LIQUID.")
            }
            try set(String(parts[0]), .activity(number, referencePhase: value.count == 2 ? value[1].uppercased() : nil), "--activity", text)
        }
        try add(free, "--free", 0...1, "guess, 0 to 1, as SN=0.1") { .free(guess: $0) }
        for fix in fix {
            let parts = fix.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let phase = parts.first, !phase.isEmpty, let amount = parts.count == 2 ? Double(parts[1]) : 0, amount.isFinite,
                (0...1).contains(amount)
            else {
                throw ValidationError("--fix \(fix): give a phase and its share of the atoms, 0 to 1, as LIQUID=0.")
            }
            guard row.fixed.updateValue(amount, forKey: phase.uppercased()) == nil else {
                throw ValidationError("--fix \(fix): the phase is given twice.")
            }
        }
        do throws(ConditionError) { try row.checkFreedom() } catch { throw ValidationError("\(error)") }
        for (option, list, status) in [("--suspend", suspend, EquilibriumConditions.Status.suspended), ("--dormant", dormant, .dormant)] {
            for name in list.map(DatabaseOptions.list) ?? [] where row.statuses.updateValue(status, forKey: name) != nil {
                throw ValidationError("\(option) \(name): the phase is given twice.")
            }
        }
        for name in row.fixed.keys.sorted() where row.statuses[name] != nil {
            throw ValidationError("--fix \(name): a fixed phase takes part, and cannot be suspended or dormant.")
        }
        return row
    }
}
