/// The compositions of an isopleth: a straight line between two, and the conditions that keep an equilibrium on it.
struct SectionLine: Sendable {
    let start: [Double]
    let end: [Double]
    private let direction: [Double]
    private let square: Double
    private let phases: Int
    /// Conditions on amounts that leave open where on the line the composition lies.
    let open: EquilibriumProblem

    init(from start: [Double], to end: [Double], phases: Int) {
        self.start = start
        self.end = end
        self.phases = phases
        let direction = zip(start, end).map { $1 - $0 }
        self.direction = direction
        square = direction.reduce(0) { $0 + $1 * $1 }
        // Every weight vector at right angles to the direction is a combination of these.
        let steepest = direction.indices.max { abs(direction[$0]) < abs(direction[$1]) } ?? 0
        var problem = EquilibriumProblem(composition: start, phases: phases)
        problem.rows = direction.indices.filter { $0 != steepest }.map { c in
            var weights = [Double](repeating: 0, count: start.count)
            let ratio = direction[c] / direction[steepest]
            weights[c] = 1
            weights[steepest] = -ratio
            return EquilibriumNewton.Row(weights: weights, value: start[c] - ratio * start[steepest])
        }
        open = problem
    }

    func composition(_ share: Double) -> [Double] { AlloySystem.mix(start, end, share) }

    func problem(_ share: Double) -> EquilibriumProblem { EquilibriumProblem(composition: composition(share), phases: phases) }

    /// Part of the way at which a composition of the line lies.
    func share(of composition: [Double]) -> Double {
        var along = 0.0
        for c in composition.indices { along += (composition[c] - start[c]) * direction[c] }
        return along / square
    }

    /// Where the line runs through the hyperplane of phases, one fewer than there are components, and their amounts there; nil where it does not.
    ///
    /// - Parameter fractions: mole fractions of each phase.
    func crossing(_ fractions: [[Double]]) -> (share: Double, amounts: [Double])? {
        let count = start.count
        guard fractions.count == count - 1 else { return nil }
        var matrix = [Double](repeating: 0, count: count * count)
        for c in 0..<count {
            for place in fractions.indices { matrix[c * count + place] = fractions[place][c] }
            matrix[c * count + count - 1] = -direction[c]
        }
        var right = start
        var pivots = [Int](repeating: 0, count: count)
        let isSolved = matrix.withUnsafeMutableBufferPointer { matrix in
            right.withUnsafeMutableBufferPointer { right in
                pivots.withUnsafeMutableBufferPointer { pivots in
                    guard let m = matrix.baseAddress, let r = right.baseAddress, let p = pivots.baseAddress else { return false }
                    guard DenseFactorisation.factor(m, count, p) else { return false }
                    DenseFactorisation.solve(m, count, p, r)
                    return true
                }
            }
        }
        guard isSolved, right.allSatisfy(\.isFinite) else { return nil }
        return (right[count - 1], Array(right.dropLast()))
    }
}
