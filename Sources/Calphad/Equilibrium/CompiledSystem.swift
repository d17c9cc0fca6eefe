/// Everything about an ``AlloySystem`` that no equilibrium changes, shared by all its copies.
final class CompiledSystem: Sendable {
    /// Witnesses for each independent variable of a phase, and at most.
    private static let witnessesPerFreedom = 61
    private static let maximumWitnesses = 500

    let components: [String]
    let names: [String]
    let phases: [CompiledPhase]
    /// Samples of the search, with all end members.
    let samples: SamplePool
    /// Constitutions that take no part in the search and testify afterwards.
    let witnesses: SamplePool
    /// Kelvin; outside, parameters are extrapolated.
    let declaredTemperatures: ClosedRange<Double>
    /// One sentence each, about every equilibrium of the system.
    let warnings: [String]

    init(components: [String], models: [GibbsModel], warnings: [String]) {
        self.components = components
        names = models.map(\.phase)
        phases = models.enumerated().map { CompiledPhase($1, index: $0) }
        samples = SamplePool(phases) { ConstitutionSampler($0).samples }
        witnesses = SamplePool(phases) { model in
            ConstitutionSampler.sequence(model, count: max(1, min(Self.maximumWitnesses, Self.witnessesPerFreedom * model.degreesOfFreedom)))
        }
        let low = models.map(\.declaredTemperatures.lowerBound).max() ?? 0
        let high = models.map(\.declaredTemperatures.upperBound).min() ?? .infinity
        declaredTemperatures = min(low, high)...max(low, high)
        self.warnings = warnings
    }
}

/// The parameters of each phase at one temperature, evaluated when they are first asked for.
struct IsothermCache: Sendable {
    private(set) var temperature = 0.0
    private var isotherms: [GibbsModel.Isotherm?]
    private var isCurrent: [Bool]

    init(_ core: CompiledSystem) {
        isotherms = .init(repeating: nil, count: core.phases.count)
        isCurrent = .init(repeating: false, count: core.phases.count)
    }

    /// - Returns: whether the temperature changed.
    @discardableResult
    mutating func move(to temperature: Double) -> Bool {
        guard temperature != self.temperature else { return false }
        self.temperature = temperature
        isChecked = false
        for index in isCurrent.indices { isCurrent[index] = false }
        return true
    }

    /// Whether the parameters of all phases were looked at, at this temperature.
    var isChecked = false

    mutating func isotherm(_ index: Int, _ core: CompiledSystem) -> GibbsModel.Isotherm {
        if isCurrent[index], let known = isotherms[index] { return known }
        var isotherm = isotherms[index].take() ?? core.phases[index].model.isotherm(at: temperature)
        if isotherm.temperature != temperature { core.phases[index].model.move(&isotherm, to: temperature) }
        isotherms[index] = isotherm
        isCurrent[index] = true
        return isotherm
    }
}
