/// Any number of components and the phases they form, compiled once: equilibria at given temperature and composition.
public struct AlloySystem: Sendable {
    public let components: [String]
    public let phases: [String]
    public let unsupported: [Database.UnsupportedPhase]
    /// Kelvin; outside, parameters are extrapolated.
    public let declaredTemperatures: ClosedRange<Double>
    let models: [GibbsModel]
    /// For each model its samples, and their mole fractions one after the other.
    let samples: [[[Double]]]
    let sampleFractions: [[Double]]
    /// Constitutions that take no part in the search and testify afterwards.
    let witnesses: [[[Double]]]
    /// Witnesses for each independent variable of a phase, and at most.
    private static let witnessesPerFreedom = 61
    private static let maximumWitnesses = 500

    /// - Parameters:
    ///   - components: elements of the database, 1 to 20.
    ///   - phases: nil for all the database supports.
    ///   - gasConstant: J/(mol K).
    /// - Throws: ``DatabaseError``; ``EquilibriumError`` `noStablePhase` when no phase can exist.
    public init(_ database: Database, components: [String], phases requested: [String]? = nil, gasConstant: Double = CalphadConstants.gasConstant)
        throws
    {
        guard (1...20).contains(components.count) else {
            throw EquilibriumError(.invalidCondition, "\(components.count) components were given", remedy: "Give 1 to 20.")
        }
        try database.checkComponents(components)
        let names = requested ?? database.phaseNames.filter { database.isSupported($0) }
        var models: [GibbsModel] = []
        for name in names {
            if let model = try GibbsModel(database, phase: name, components: components, gasConstant: gasConstant) { models.append(model) }
        }
        guard !models.isEmpty else {
            throw EquilibriumError(
                .noStablePhase, "no supported phase can exist between \(components.joined(separator: ", "))",
                remedy: "Choose other components or phases.")
        }
        self.components = components
        self.models = models
        phases = models.map(\.phase)
        unsupported = requested == nil ? database.unsupportedPhases(between: components) : []
        samples = models.map { ConstitutionSampler($0).samples }
        witnesses = models.map { ConstitutionSampler.sequence($0, count: min(Self.maximumWitnesses, Self.witnessesPerFreedom * $0.degreesOfFreedom)) }
        sampleFractions = zip(models, samples).map { model, samples in
            samples.flatMap { y in
                let amounts = model.amounts(y)
                let total = amounts.reduce(0, +)
                return amounts.map { $0 / total }
            }
        }
        let low = models.map(\.declaredTemperatures.lowerBound).max() ?? 0
        let high = models.map(\.declaredTemperatures.upperBound).min() ?? .infinity
        declaredTemperatures = min(low, high)...max(low, high)
    }

    /// - Throws: ``DatabaseError`` `unknownComponent` unless every name is an element of the database, once.
    public static func check(_ components: [String], _ database: Database) throws(DatabaseError) { try database.checkComponents(components) }

    /// A sum of mole fractions this far from 1 is rounding and is normalised; farther, it is a mistake.
    static let fractionTolerance = 1e-9

    /// The stable phases: global by construction, and certified.
    ///
    /// - Parameters:
    ///   - temperature: kelvin, 1...10000.
    ///   - moleFractions: one a component, each above zero, summing to 1 within 1e-9.
    /// - Throws: ``EquilibriumError`` `invalidCondition` or `notConverged`.
    public func equilibrium(atTemperature temperature: Double, moleFractions: [Double]) throws(EquilibriumError) -> Equilibrium {
        guard temperature.isFinite, BinarySystem.temperatures.contains(temperature) else {
            throw EquilibriumError(.invalidCondition, "the temperature is \(temperature) K", remedy: "Give a temperature from 1 K to 10000 K.")
        }
        guard moleFractions.count == components.count, moleFractions.allSatisfy({ $0.isFinite && $0 > 0 }) else {
            throw EquilibriumError(
                .invalidCondition, "the mole fractions are \(moleFractions)",
                remedy: "Give \(components.count) fractions above zero; leave out a component that is absent.")
        }
        let sum = moleFractions.reduce(0, +)
        guard abs(sum - 1) <= Self.fractionTolerance else {
            throw EquilibriumError(.invalidCondition, "the mole fractions sum to \(sum)", remedy: "Make them sum to 1.")
        }
        var search = EquilibriumSearch(self, temperature: temperature, moleFractions: moleFractions.map { $0 / sum })
        var result = try search.run()
        if !declaredTemperatures.contains(temperature) {
            result.warnings.append(
                "\(temperature) K is outside the range the database declares for these phases, \(declaredTemperatures.lowerBound) to \(declaredTemperatures.upperBound) K: extrapolated"
            )
        }
        for phase in unsupported { result.warnings.append("phase \(phase.phase) is left out: \(phase.reason)") }
        return result
    }
}
