/// Site fractions spread over everything a phase can be: the starting points of global searches.
///
/// Each sublattice gets a grid, closer near its ends where solubilities lie; the product of the grids is taken whole while it is small,
/// and thinned by a fixed low-discrepancy sequence when it is not. End members are always among the samples. Nothing is random.
struct ConstitutionSampler {
    /// Samples of one phase.
    static let maximumSamples = 2000
    /// Steps along an edge of one sublattice's simplex, by the number of independent variables of the phase.
    private static func steps(freedom: Int) -> Int {
        switch freedom {
        case 1: 64
        case 2: 28
        case 3: 11
        default: 7
        }
    }

    let samples: [[Double]]

    init(_ model: GibbsModel) {
        let steps = Self.steps(freedom: model.degreesOfFreedom)
        let grids = model.blocks.map { Self.simplex(corners: $0.count, steps: steps) }
        let product = grids.reduce(1.0) { $0 * Double($1.count) }
        var samples: [[Double]] = []
        if product <= Double(Self.maximumSamples) {
            samples = [[]]
            for grid in grids { samples = samples.flatMap { head in grid.map { head + $0 } } }
        } else {
            // End members first, then points of an additive recurrence with irrational steps in each variable.
            let corners = model.blocks.map { Self.simplex(corners: $0.count, steps: 1) }
            let cornerProduct = corners.reduce(1.0) { $0 * Double($1.count) }
            if cornerProduct <= Double(Self.maximumSamples) / 2 {
                samples = [[]]
                for grid in corners { samples = samples.flatMap { head in grid.map { head + $0 } } }
            }
            samples += Self.edges(model)
            if Self.hasEqualSublattices(model) { samples += Self.sequence(model, count: Self.disorderedSamples, isDisordered: true) }
            samples += Self.sequence(model, count: Self.maximumSamples - samples.count)
        }
        self.samples = samples
    }

    /// Where the samples stand on an edge, and at most how many samples of edges a phase has.
    private static let edgePositions = [0.1, 0.3, 0.5, 0.7, 0.9]
    private static let maximumEdgeSamples = 800

    /// Two constituents on one sublattice and one on each of the others: ordered states with antisites or vacancies, which points spread
    /// over the inside of the constitutions miss.
    private static func edges(_ model: GibbsModel) -> [[Double]] {
        guard model.blocks.count > 1 else { return [] }
        var result: [[Double]] = []
        for mixed in model.blocks.indices {
            var heads: [[Double]] = [[]]
            for (place, block) in model.blocks.enumerated() {
                var parts: [[Double]] = []
                for i in 0..<block.count {
                    guard place == mixed else {
                        parts.append((0..<block.count).map { $0 == i ? 1 : 0 })
                        continue
                    }
                    for j in (i + 1)..<max(i + 1, block.count) {
                        for position in edgePositions { parts.append((0..<block.count).map { $0 == i ? 1 - position : $0 == j ? position : 0 }) }
                    }
                }
                guard heads.count * parts.count <= maximumEdgeSamples else { return result }
                heads = heads.flatMap { head in parts.map { head + $0 } }
            }
            guard result.count + heads.count <= maximumEdgeSamples else { return result }
            result += heads
        }
        return result
    }

    /// Samples of an ordered phase in its disordered state, which no grid of independent sublattices meets.
    private static let disorderedSamples = 300

    private static func hasEqualSublattices(_ model: GibbsModel) -> Bool {
        model.blocks.indices.contains { place in model.blocks[..<place].contains { $0.count == model.blocks[place].count } }
    }

    /// Points of an additive recurrence with irrational steps (Roberts' sequence), spread evenly over the constitutions.
    ///
    /// - Parameter isDisordered: whether sublattices with equally many constituents are filled alike.
    static func sequence(_ model: GibbsModel, count: Int, isDisordered: Bool = false) -> [[Double]] {
        let dimension = model.variableCount
        // The unique positive root of g^(d+1) = g + 1 gives the steps.
        var root = 1.5
        for _ in 0..<60 { root = Elementary.pow(1 + root, 1 / Double(dimension + 1)) }
        return (0..<max(0, count)).map { n in
            var point = [Double](repeating: 0, count: dimension)
            for block in model.blocks {
                var sum = 0.0
                for i in block {
                    let position = (0.5 + Double(n + 1) / Elementary.power(root, i + 1)).truncatingRemainder(dividingBy: 1)
                    // Exponential variates, normalised, are uniform on the simplex.
                    point[i] = -Elementary.log(max(position, 1e-12))
                    sum += point[i]
                }
                for i in block { point[i] /= sum }
                if isDisordered, let first = model.blocks.first(where: { $0.count == block.count }), first != block {
                    for (i, j) in zip(block, first) { point[i] = point[j] }
                }
            }
            return point
        }
    }

    /// Points of a simplex: a lattice, drawn towards the corners by `t²(3 − 2t)` for two constituents.
    static func simplex(corners: Int, steps: Int) -> [[Double]] {
        if corners == 2 {
            return (0...steps).map { step in
                let t = Double(step) / Double(steps)
                let y = t * t * (3 - 2 * t)
                return [1 - y, y]
            }
        }
        var result: [[Double]] = []
        func fill(_ head: [Int], _ rest: Int) {
            if head.count == corners - 1 {
                result.append((head + [rest]).map { Double($0) / Double(steps) })
                return
            }
            for value in 0...rest { fill(head + [value], rest - value) }
        }
        fill([], steps)
        return result
    }
}
