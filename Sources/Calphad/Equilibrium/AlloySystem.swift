/// Any number of components and the phases they form, compiled once: equilibria under any conditions.
public struct AlloySystem: Sendable {
    let core: CompiledSystem
    let database: Database
    private let requested: [String]?
    /// J/(mol K).
    public let gasConstant: Double
    /// Pa.
    public let pressure: Double
    public let unsupported: [Database.UnsupportedPhase]

    public var components: [String] { core.components }
    public var phases: [String] { core.names }
    /// Kelvin; outside, parameters are extrapolated.
    public var declaredTemperatures: ClosedRange<Double> { core.declaredTemperatures }

    /// Components of one system.
    public static let componentCounts = 1...20

    /// - Parameters:
    ///   - components: elements of the database, 1 to 20.
    ///   - phases: nil for all the database supports.
    ///   - gasConstant: J/(mol K).
    ///   - pressure: Pa.
    /// - Throws: ``DatabaseError``; ``EquilibriumError`` `noStablePhase` when no phase can exist.
    public init(
        _ database: Database, components: [String], phases requested: [String]? = nil, gasConstant: Double = CalphadConstants.gasConstant,
        pressure: Double = CalphadConstants.standardPressure
    ) throws {
        guard Self.componentCounts.contains(components.count) else {
            throw EquilibriumError(.invalidCondition, "\(components.count) components were given", remedy: "Give 1 to 20.")
        }
        guard pressure.isFinite, pressure > 0 else {
            throw EquilibriumError(.invalidCondition, "the pressure is \(pressure) Pa", remedy: "Give a pressure above zero, in Pa.")
        }
        try database.checkComponents(components)
        let names = requested ?? database.defaultPhaseNames
        var models: [GibbsModel] = []
        var unusable: [Database.UnsupportedPhase] = []
        for name in names {
            do throws(DatabaseError) {
                if let model = try GibbsModel(database, phase: name, components: components, gasConstant: gasConstant, pressure: pressure) {
                    models.append(model)
                }
            } catch {
                // Nobody asked for it by name: it is left out, and said to be.
                guard requested == nil, Self.concernsOnePhase(error) else { throw error }
                var reason = error.message
                if let part = database.standIn(for: name),
                    let model = try? GibbsModel(database, phase: part, components: components, gasConstant: gasConstant, pressure: pressure)
                {
                    models.append(model)
                    reason += "; its disordered part \(part) is entered in its place, so that it cannot order"
                }
                unusable.append(.init(phase: name, reason: reason))
            }
        }
        guard !models.isEmpty else {
            throw EquilibriumError(
                .noStablePhase, "no supported phase can exist between \(components.joined(separator: ", "))",
                remedy: "Choose other components or phases.")
        }
        unsupported = (requested == nil ? database.unsupportedPhases(between: components) : []) + unusable
        let warnings = unsupported.map { "phase \($0.phase) is left out: \($0.reason)" } + Self.unassessed(components, models)
        core = CompiledSystem(components: components, models: models, warnings: warnings)
        self.database = database
        self.requested = requested
        self.gasConstant = gasConstant
        self.pressure = pressure
    }

    /// One sentence for each binary that the database does not assess, at all or in the liquid.
    public var assessmentWarnings: [String] { Self.unassessed(components, core.phases.map(\.model)) }

    /// Pairs of components that mix in some phase and interact in none, or mix in the liquid and do not interact there.
    static func unassessed(_ components: [String], _ models: [GibbsModel]) -> [String] {
        var result: [String] = []
        for (index, first) in components.enumerated() {
            for second in components[(index + 1)...] {
                var mixes = false
                var isAssessed = false
                var idealLiquid: String?
                for model in models {
                    if model.sublattices.contains(where: { $0.contains(first) && $0.contains(second) }) { mixes = true }
                    for parameter in model.parameters where parameter.kind == .gibbs {
                        let isPair = parameter.constituents.contains { $0.contains(first) && $0.contains(second) }
                        let names = parameter.constituents.flatMap(\.self)
                        // A compound of the two counts as well as an interaction.
                        if isPair || (names.contains(first) && names.contains(second)) { isAssessed = true }
                    }
                    if model.isLiquid, model.hasNoInteraction(first, second) { idealLiquid = model.phase }
                }
                if mixes, !isAssessed {
                    result.append("the database has no interaction between \(first) and \(second): they are taken to mix ideally")
                } else if let idealLiquid {
                    result.append(
                        "the database has no interaction between \(first) and \(second) in \(idealLiquid): they are taken to mix ideally there")
                }
            }
        }
        return result
    }

    /// Errors of one phase's model, that leave the others as they are.
    static func concernsOnePhase(_ error: DatabaseError) -> Bool {
        [.undefinedFunction, .unsupportedPhase, .tooComplex].contains(error.code)
    }

    /// The same phases among fewer components, or at another pressure.
    func recompiled(components: [String], pressure: Double) throws -> AlloySystem {
        try AlloySystem(database, components: components, phases: requested, gasConstant: gasConstant, pressure: pressure)
    }

    /// - Throws: ``DatabaseError`` `unknownComponent` unless every name is an element of the database, once.
    public static func check(_ components: [String], _ database: Database) throws(DatabaseError) { try database.checkComponents(components) }

    /// For many equilibria one after the other.
    public func makeSolver() -> EquilibriumSolver { EquilibriumSolver(self) }

    /// The stable phases: global by construction, and certified.
    ///
    /// - Parameters:
    ///   - temperature: kelvin, 1...10000.
    ///   - moleFractions: one a component, 0...1, summing to 1 within 1e-9.
    /// - Throws: ``EquilibriumError`` `invalidCondition`, `noStablePhase` or `notConverged`.
    public func equilibrium(atTemperature temperature: Double, moleFractions: [Double]) throws(EquilibriumError) -> Equilibrium {
        var solver = makeSolver()
        return try solver.equilibrium(atTemperature: temperature, moleFractions: moleFractions)
    }

    /// The stable phases under any conditions.
    ///
    /// - Parameter start: an equilibrium nearby, from which Newton's method goes on; the certificate is the same. Where it leads nowhere the
    ///   search is global.
    /// - Throws: ``EquilibriumError`` `invalidCondition`, `noStablePhase` or `notConverged`.
    public func equilibrium(_ conditions: EquilibriumConditions, startingFrom start: Equilibrium? = nil) throws(EquilibriumError) -> Equilibrium {
        var solver = makeSolver()
        return try solver.equilibrium(conditions, startingFrom: start)
    }

    /// A grid of equilibria, all certified: everything that depends on temperature only is computed once for each.
    ///
    /// - Returns: `[temperature][composition]`, each with its result or the reason why there is none.
    public func equilibria(temperatures: [Double], moleFractions: [[Double]]) -> [[Result<Equilibrium, EquilibriumError>]] {
        var solver = makeSolver()
        return temperatures.map { solver.equilibria(atTemperature: $0, moleFractions: moleFractions) }
    }
}
