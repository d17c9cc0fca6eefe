/// Where each constituent's site fraction stands among the variables.
struct ConstitutionLayout: Sendable {
    private(set) var blocks: [Range<Int>] = []
    private(set) var blockSites: [Double] = []
    private(set) var atoms: [Double] = []
    private(set) var fixedAtoms: [Double]
    private(set) var charges: [Double] = []
    private(set) var fixedCharge = 0.0
    private(set) var isCharged = false
    /// `[sublattice][constituent]`: the variable, or nil where the sublattice leaves no choice.
    private var variables: [[Int?]] = []
    let sublattices: [[String]]

    init(_ sublattices: [[String]], sites: [Double], components: [String], species: (String) -> Species?) {
        self.sublattices = sublattices
        fixedAtoms = Array(repeating: 0, count: components.count)
        var next = 0
        for (constituents, siteCount) in zip(sublattices, sites) {
            let rows = constituents.map { name in Self.content(species(name), components).map { siteCount * $0 } }
            let ownCharges = constituents.map { siteCount * (species($0)?.charge ?? 0) }
            if ownCharges.contains(where: { $0 != 0 }) { isCharged = true }
            if constituents.count > 1 {
                variables.append(constituents.indices.map { next + $0 })
                blocks.append(next..<next + constituents.count)
                blockSites.append(siteCount)
                for row in rows { atoms += row }
                charges += ownCharges
                next += constituents.count
            } else {
                variables.append([nil])
                for c in components.indices { fixedAtoms[c] += rows[0][c] }
                fixedCharge += ownCharges[0]
            }
        }
    }

    /// Atoms of each component in one unit of a species.
    static func content(_ species: Species?, _ components: [String]) -> [Double] {
        components.map { component in species?.atoms.filter { $0.element == component }.reduce(0) { $0 + $1.count } ?? 0 }
    }

    var variableCount: Int { blocks.last?.upperBound ?? 0 }
    var holdsAtoms: Bool { fixedAtoms.contains { $0 > 0 } || atoms.contains { $0 > 0 } }

    /// Whether some constitution is neutral.
    var canBeNeutral: Bool {
        var low = fixedCharge
        var high = fixedCharge
        for block in blocks {
            low += block.map { charges[$0] }.min() ?? 0
            high += block.map { charges[$0] }.max() ?? 0
        }
        return low <= 0 && high >= 0
    }

    /// The variable of a constituent; nil where it has no choice, or is not there.
    func place(_ sublattice: Int, _ constituent: String) -> Int? {
        sublattices[sublattice].firstIndex(of: constituent).flatMap { variables[sublattice][$0] }
    }

    /// Whether a parameter's constituents are all there.
    func holds(_ identifier: ParameterIdentifier) -> Bool {
        identifier.constituents.count == sublattices.count
            && zip(identifier.constituents, sublattices).allSatisfy { wanted, present in
                wanted == ["*"] || wanted.allSatisfy { present.contains($0) }
            }
    }

    /// The term of one parameter in the order it names, for ``SitePolynomial``.
    func factors(of family: ParameterFamily, order: Int) -> [SitePolynomial.Factor] {
        var factors: [SitePolynomial.Factor] = []
        for (index, names) in family.identifier.constituents.enumerated() where names != ["*"] {
            factors += names.compactMap { place(index, $0) }.map { .init(form: .fraction($0), power: 1) }
        }
        func variables(_ sublattice: Int) -> [Int] { family.identifier.constituents[sublattice].compactMap { place(sublattice, $0) } }
        let (pairs, triples, _) = ParameterFamily.interactions(family.identifier)
        switch ParameterFamily.shape(family.identifier, orders: family.orders) {
        case .difference where order > 0:
            let pair = variables(pairs[0])
            factors.append(.init(form: .difference(pair[0], pair[1]), power: order))
        case .ternary:
            let triple = variables(triples[0])
            let others = (0..<3).filter { $0 != order }
            factors.append(.init(form: .muggianu(triple[order], triple[others[0]], triple[others[1]]), power: 1))
        case .reciprocal where order > 0:
            let pair = variables(pairs[2 - order])
            factors.append(.init(form: .difference(pair[0], pair[1]), power: 1))
        default: break
        }
        return factors
    }
}
