/// Two components and the phases they form, compiled once and solved as often as needed.
///
/// Mole fractions `x` are those of the second component. Temperatures are kelvin, energies J per mole of atoms. Free parameters can be
/// shifted with no re-reading and no re-compilation, which is what inference does thousands of times.
public struct BinarySystem: Sendable {
    /// Names of the two components; the second one's mole fraction is `x`.
    public let components: [String]
    /// Phases that can exist between the components, in the order of the database.
    public let phases: [String]
    /// Phases that were asked for, or that the file holds, and cannot be used, each with the reason.
    public let unsupported: [Database.UnsupportedPhase]
    /// The parameters that ``shifts`` shifts.
    public let free: [ParameterIdentifier]
    /// J per mole of formula units added to each free parameter; finite.
    public var shifts: [Double] {
        didSet { precondition(shifts.count == free.count, "one shift for each of the \(free.count) free parameters") }
    }
    /// J/(mol K).
    public let gasConstant: Double
    /// The file the system was compiled from, for reports.
    public let database: String
    /// Where the database vouches for every parameter used, kelvin; outside, results are extrapolated.
    public let declaredTemperatures: ClosedRange<Double>

    let compiled: [BinaryPhase]
    let grid: CompositionGrid

    /// Compiles a system.
    ///
    /// - Parameters:
    ///   - components: two elements of the database; either order.
    ///   - phases: phases to consider; nil for all the database supports.
    ///   - free: parameters to be shifted. One that the file does not hold starts from zero.
    ///   - gasConstant: J/(mol K); CODATA by default, see ``CalphadConstants/gasConstant``.
    /// - Throws: ``DatabaseError`` `unknownComponent`, `undefinedPhase`, `unsupportedPhase`, `unknownParameter`; ``EquilibriumError``
    ///   `noStablePhase` when no phase can exist between the components.
    public init(
        _ database: Database, components: (String, String), phases requested: [String]? = nil, free: [ParameterIdentifier] = [],
        gasConstant: Double = CalphadConstants.gasConstant, pressure: Double = CalphadConstants.standardPressure
    ) throws {
        self.components = [components.0, components.1]
        self.database = database.file
        self.gasConstant = gasConstant
        self.free = free
        shifts = .init(repeating: 0, count: free.count)

        for identifier in free where identifier.kind != .gibbs {
            throw DatabaseError(
                .unknownParameter, file: database.file, offendingText: identifier.description,
                message: "\(identifier) is not a Gibbs energy parameter",
                remedy: "Free parameters are `G` and `L`.")
        }
        let missing = free.filter { database.parameter($0) == nil }
        let source = try database.adding(missing.map { ($0, 0) })

        let names = requested ?? source.defaultPhaseNames
        var compiled: [BinaryPhase] = []
        var unusable: [Database.UnsupportedPhase] = []
        for entered in names {
            var name = entered
            let compiledModel: GibbsModel?
            do throws(DatabaseError) {
                compiledModel = try GibbsModel(source, phase: name, components: self.components, gasConstant: gasConstant, pressure: pressure)
            } catch {
                guard requested == nil, AlloySystem.concernsOnePhase(error) else { throw error }
                guard let part = source.standIn(for: name),
                    let model = try? GibbsModel(source, phase: part, components: self.components, gasConstant: gasConstant, pressure: pressure)
                else {
                    unusable.append(.init(phase: name, reason: error.message))
                    continue
                }
                unusable.append(
                    .init(
                        phase: name, reason: "\(error.message); its disordered part \(part) is entered in its place, so that it cannot order"))
                name = part
                compiledModel = model
            }
            guard let model = compiledModel else { continue }
            guard !model.isCharged, !model.hasVariableSites else {
                // The closed forms of binaries know neither neutrality nor sites that vary.
                let reason = "its sites or its charge depend on the constitution, which AlloySystem computes and BinarySystem does not"
                guard requested == nil else {
                    throw DatabaseError(
                        .unsupportedPhase, file: database.file, offendingText: name, message: "the phase \(name) cannot be used: \(reason)",
                        remedy: "Leave it out.")
                }
                unusable.append(.init(phase: name, reason: reason))
                continue
            }
            var own: [(parameter: Int, index: Int)] = []
            for (index, identifier) in free.enumerated() where identifier.phase == name {
                guard let parameter = model.parameters.firstIndex(of: identifier) else {
                    throw DatabaseError(
                        .unknownParameter, file: database.file, offendingText: identifier.description,
                        message: "\(identifier) plays no part between \(components.0) and \(components.1)",
                        remedy: "Free parameters of these components only.")
                }
                own.append((parameter, index))
            }
            compiled.append(BinaryPhase(model, free: own))
        }
        guard !compiled.isEmpty else {
            throw EquilibriumError(
                .noStablePhase, "none of the phases \(names.joined(separator: ", ")) can exist between \(components.0) and \(components.1)",
                remedy: "Choose other phases or components.")
        }
        for identifier in free where !compiled.contains(where: { $0.name == identifier.phase }) {
            throw DatabaseError(
                .unknownParameter, file: database.file, offendingText: identifier.description,
                message: "\(identifier.phase) is not among the phases of the system",
                remedy: "Add the phase, or do not free its parameter.")
        }
        self.phases = compiled.map(\.name)
        self.compiled = compiled
        unsupported = (requested == nil ? database.unsupportedPhases(between: self.components) : []) + unusable
        let low = compiled.map(\.model.declaredTemperatures.lowerBound).max() ?? 0
        let high = compiled.map(\.model.declaredTemperatures.upperBound).min() ?? .infinity
        declaredTemperatures = min(low, high)...max(low, high)
        grid = CompositionGrid()
    }

    /// The highest temperature any calculation accepts, kelvin: above it every assessed function has lost its meaning.
    static let temperatures = 1.0...10_000.0

    func check(temperature: Double) throws(EquilibriumError) {
        guard temperature.isFinite, Self.temperatures.contains(temperature) else {
            throw EquilibriumError(.invalidCondition, "the temperature is \(temperature) K", remedy: "Give a temperature from 1 K to 10000 K.")
        }
    }

    /// The energies of every phase at one temperature.
    func energies(at temperature: Double) -> [PhaseEnergy] {
        compiled.map { phase in
            var values = phase.model.table.makeValues()
            return phase.energy(at: temperature, shifts: shifts, &values)
        }
    }

    func energy(of phase: Int, at temperature: Double, _ values: inout TemperatureTable.Values) -> PhaseEnergy {
        compiled[phase].energy(at: temperature, shifts: shifts, &values)
    }
}
