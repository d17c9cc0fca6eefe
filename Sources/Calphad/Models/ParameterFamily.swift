internal import OrderedCollections

/// The parameters of a phase that differ in their order alone: the coefficients of one sum.
struct ParameterFamily: Sendable {
    /// The identifier with order 0.
    var identifier: ParameterIdentifier
    /// Orders that the database gives, increasing.
    var orders: [Int]
    /// Place of order 0 in the table of parameter values, and how many orders follow one another there.
    var start: Int
    var count: Int

    var isGiven: Bool { !orders.isEmpty }

    /// Sublattices with two and with three constituents that interact, and with more.
    static func interactions(_ identifier: ParameterIdentifier) -> (pairs: [Int], triples: [Int], larger: [Int]) {
        let counts = identifier.constituents.map(\.count)
        return (
            counts.indices.filter { counts[$0] == 2 }, counts.indices.filter { counts[$0] == 3 }, counts.indices.filter { counts[$0] > 3 }
        )
    }

    /// The shape of the sum; nil when an order has no meaning for the constituents.
    static func shape(_ identifier: ParameterIdentifier, orders: [Int]) -> SiteProgram.Shape? {
        let (pairs, triples, larger) = interactions(identifier)
        let highest = orders.last ?? 0
        if highest == 0 { return pairs.count == 1 && triples.isEmpty && larger.isEmpty ? .difference : .constant }
        guard larger.isEmpty else { return nil }
        if triples.count == 1, pairs.isEmpty { return highest <= 2 ? .ternary : nil }
        if triples.isEmpty, pairs.count == 1 { return .difference }
        if triples.isEmpty, pairs.count == 2 { return highest <= 2 ? .reciprocal : nil }
        return nil
    }

    /// Appends the sum to a program.
    ///
    /// - Parameter place: the variable of a constituent on a sublattice; nil where it has no choice and its fraction is 1.
    func append(to program: inout SiteProgram, weight: Double, place: (_ sublattice: Int, _ constituent: String) -> Int?) {
        guard let shape = Self.shape(identifier, orders: orders) else { return }
        let (pairs, triples, _) = Self.interactions(identifier)
        var core: [Int] = []
        var rest: [Int] = []
        for (index, names) in identifier.constituents.enumerated() where names != ["*"] {  // Σ y = 1
            let variables = names.compactMap { place(index, $0) }
            let isCore =
                switch shape {
                case .constant: false
                case .difference, .reciprocal: pairs.contains(index)
                case .ternary: triples.contains(index)
                }
            if isCore { core += variables } else { rest += variables }
        }
        program.append(shape, start: start, count: shape == .constant ? 1 : count, core: core, rest: rest, weight: weight)
    }
}

/// The table of parameters of one model while it is compiled.
struct ParameterTable {
    private(set) var functions: [ExpressionFlattener.Pieces] = []
    private(set) var identifiers: [ParameterIdentifier] = []
    private var flattener: ExpressionFlattener
    private let database: Database

    /// The value of an order that is not given.
    private static let zero = ExpressionFlattener.Pieces(limits: [], pieces: [FlatSum()], declared: 0...Double.infinity)

    init(_ database: Database, gasConstant: Double, pressure: Double) {
        self.database = database
        flattener = ExpressionFlattener(database, gasConstant: gasConstant, pressure: pressure)
    }

    /// Enters the parameters of a phase that have a meaning for some constituents, and returns them by family, in the order of the file.
    ///
    /// - Throws: ``DatabaseError`` `tooComplex` for an order that has no meaning.
    mutating func enter(
        _ phase: PhaseDefinition, where isPresent: (ParameterIdentifier) -> Bool
    ) throws(DatabaseError) -> [ParameterFamily] {
        var orders: OrderedDictionary<ParameterIdentifier, [Int]> = [:]
        for identifier in database.parameters.keys where identifier.phase == phase.name && isPresent(identifier) {
            var key = identifier
            key.order = 0
            orders[key, default: []].append(identifier.order)
        }
        var families: [ParameterFamily] = []
        for (key, unsorted) in orders {
            let given = unsorted.sorted()
            guard let shape = ParameterFamily.shape(key, orders: given) else {
                var wrong = key
                wrong.order = given.last ?? 0
                throw DatabaseError(
                    .tooComplex, file: database.file, offendingText: wrong.description,
                    message: "\(wrong) has an order that has no meaning for its constituents",
                    remedy: "Use 0, 1 and 2 for three constituents and for two pairs, 0 for one or for more.")
            }
            let count =
                switch shape {
                case .constant: 1
                case .difference: (given.last ?? 0) + 1
                case .ternary, .reciprocal: 3
                }
            families.append(ParameterFamily(identifier: key, orders: given, start: functions.count, count: count))
            for order in 0..<count {
                var identifier = key
                identifier.order = order
                identifiers.append(identifier)
                if let parameter = database.parameters[identifier] {
                    functions.append(try flattener.flatten(parameter.value, name: identifier.description))
                } else {
                    functions.append(Self.zero)
                }
            }
        }
        guard let symmetry = SublatticeSymmetry(letter: phase.modelLetter) else { return families }
        return families.flatMap { symmetry.expanded($0) { orders[$0] != nil } }
    }
}
