internal import OrderedCollections

/// A thermodynamic database: what a TDB file says, as a value.
///
/// A phase whose model Tieline does not support is listed in ``unsupported`` with the reason, and takes part in nothing.
public struct Database: Sendable {
    /// A phase that is left out, and why.
    public struct UnsupportedPhase: Sendable, Equatable {
        public var phase: String
        public var reason: String
    }

    /// Where it came from, for messages; not opened.
    public let file: String
    /// Without electrons and vacancies.
    var elements: OrderedDictionary<String, Element> = [:]
    var species: OrderedDictionary<String, Species> = [:]
    var functions: OrderedDictionary<String, PiecewiseExpression> = [:]
    /// In the order of the file, with the unsupported ones.
    var phases: OrderedDictionary<String, PhaseDefinition> = [:]
    /// In the order of the file; of two with one identifier the later one counts.
    var parameters: OrderedDictionary<ParameterIdentifier, Parameter> = [:]
    public internal(set) var unsupported: [UnsupportedPhase] = []
    /// What the reader had to pass over or to choose between.
    var readings: [DatabaseFinding] = []
    /// Lines of the file on which things are defined, by name.
    var lines = DefinitionLines()

    struct DefinitionLines: Sendable {
        var elements: [String: Int] = [:]
        var functions: [String: Int] = [:]
        var phases: [String: Int] = [:]
    }

    init(file: String) { self.file = file }

    /// In the order of the file, without electrons and vacancies.
    public var elementNames: [String] { Array(elements.keys) }
    public var functionNames: [String] { Array(functions.keys) }
    /// In the order of the file, with the unsupported ones.
    public var phaseNames: [String] { Array(phases.keys) }
    public var parameterIdentifiers: [ParameterIdentifier] { Array(parameters.keys) }

    /// What the reader had to pass over or to choose between, one sentence each; ``findings()`` looks further.
    public var warnings: [String] { readings.map { reading in reading.line.map { "line \($0): \(reading.message)" } ?? reading.message } }

    public func element(_ name: String) -> Element? { elements[name] }
    public func phase(_ name: String) -> PhaseDefinition? { phases[name] }
    public func parameter(_ identifier: ParameterIdentifier) -> Parameter? { parameters[identifier] }

    public func isSupported(_ phase: String) -> Bool {
        phases[phase] != nil && !unsupported.contains { $0.phase == phase }
    }

    /// The unsupported phases that could exist between some elements: those whose every sublattice has a constituent made of them.
    public func unsupportedPhases(between components: [String]) -> [UnsupportedPhase] {
        unsupported.filter { entry in
            guard let phase = phases[entry.phase], !phase.constituents.isEmpty else { return false }
            return phase.constituents.allSatisfy { constituents in
                constituents.contains { name in
                    name == "VA" || (species[name].map { $0.atoms.allSatisfy { components.contains($0.element) } } ?? false)
                }
            }
        }
    }

    /// The database with constants added to some parameters, J per mole of formula units.
    ///
    /// A parameter that the file does not hold starts from zero. This is how a study makes a hidden truth out of a published assessment.
    ///
    /// - Throws: ``DatabaseError`` `unknownParameter` when a phase does not exist, or does not have the constituents.
    public func adding(_ shifts: [(ParameterIdentifier, Double)]) throws(DatabaseError) -> Database {
        var result = self
        for (identifier, shift) in shifts {
            try checkExists(identifier)
            guard shift.isFinite else {
                throw DatabaseError(
                    .unknownParameter, file: file, message: "the shift of \(identifier) is \(shift)", remedy: "Give a finite shift in J/mol.")
            }
            var parameter =
                parameters[identifier]
                ?? Parameter(
                    identifier: identifier,
                    value: PiecewiseExpression(
                        lowerTemperature: PiecewiseExpression.defaultLowerTemperature,
                        ranges: [.init(upperTemperature: PiecewiseExpression.defaultUpperTemperature, expression: .number(0))]))
            if let earlier = result.parameters[identifier] { parameter = earlier }
            for index in parameter.value.ranges.indices {
                parameter.value.ranges[index].expression = .sum([parameter.value.ranges[index].expression, .number(shift)])
            }
            result.parameters[identifier] = parameter
        }
        return result
    }

    /// - Throws: ``DatabaseError`` `unknownParameter` unless the phase has these constituents on these sublattices.
    func checkExists(_ identifier: ParameterIdentifier) throws(DatabaseError) {
        guard let phase = phases[identifier.phase] else {
            throw DatabaseError(
                .unknownParameter, file: file, offendingText: identifier.description, message: "there is no phase \(identifier.phase)",
                remedy: "The phases are \(phases.keys.joined(separator: ", ")).")
        }
        let fits =
            identifier.constituents.count == phase.constituents.count
            && zip(identifier.constituents, phase.constituents).allSatisfy { wanted, present in
                wanted.allSatisfy { $0 == "*" || present.contains($0) }
            }
        guard fits else {
            let model = phase.constituents.map { "(" + $0.joined(separator: ",") + ")" }.joined()
            throw DatabaseError(
                .unknownParameter, file: file, offendingText: identifier.description,
                message: "\(phase.name) is \(model) and cannot have this parameter",
                remedy: "Name constituents of the phase, one list a sublattice.")
        }
    }
}
