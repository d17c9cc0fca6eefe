/// The lower hull of sampled energies at one composition, as a linear programme solved by the revised simplex method.
///
/// Minimise `Σ λ_k g_k` subject to `Σ λ_k x_k = x`, `λ ≥ 0`: the columns are constitutions, the dual variables the chemical potentials. All
/// samples of all phases are priced with one pass of their energies; only columns that were once attractive are stored. A component with a
/// fixed potential has no row: `μ x` is taken off the cost of each column.
struct HullProgramme: Sendable {
    static let maximumPasses = 200
    static let maximumPivots = 2000
    /// Cost of matter that no phase holds: above every Gibbs energy, so that it leaves the hull at once.
    private static let unreachable = 1e9
    /// Relative change of the composition that keeps pivots from being degenerate.
    private static let perturbation = 1e-11
    /// How far below the plane a column must lie to enter, relative to the largest potential.
    private static let attraction = 1e-10

    struct Column: Sendable {
        /// −1 for the artificial columns.
        var phase: Int
        /// Start of the site fractions in `constitutions`.
        var start: Int
        var cost: Double
    }

    /// Places of the components with a row.
    private(set) var closed: [Int] = []
    private var open: [(component: Int, potential: Double)] = []
    private(set) var columns: [Column] = []
    private(set) var constitutions: [Double] = []
    /// `[column][row]`.
    private var rows: [Double] = []
    private var inverse: [Double] = []
    private(set) var basis: [Int] = []
    /// Moles of atoms in each basic column.
    private(set) var values: [Double] = []
    /// Chemical potentials of all components.
    private(set) var potentials: [Double] = []
    private var duals: [Double] = []
    private var direction: [Double] = []
    private var target: [Double] = []
    private var perturbed: [Double] = []

    /// Begins again with artificial columns.
    ///
    /// - Parameters:
    ///   - composition: moles of the components; those of components with a fixed potential are not looked at.
    ///   - fixed: potentials of components that have one, J/mol.
    mutating func reset(_ composition: [Double], fixed: [Double?]) {
        closed.removeAll(keepingCapacity: true)
        open.removeAll(keepingCapacity: true)
        potentials = .init(repeating: 0, count: composition.count)
        for (c, potential) in fixed.enumerated() {
            if let potential {
                open.append((c, potential))
                potentials[c] = potential
            } else {
                closed.append(c)
            }
        }
        columns.removeAll(keepingCapacity: true)
        constitutions.removeAll(keepingCapacity: true)
        rows.removeAll(keepingCapacity: true)
        let count = closed.count
        inverse = .init(repeating: 0, count: count * count)
        duals = .init(repeating: Self.unreachable, count: count)
        direction = .init(repeating: 0, count: count)
        basis = Array(0..<count)
        target = closed.map { composition[$0] }
        perturbed = target.indices.map { max(target[$0], 0) * (1 + Self.perturbation * Double($0 + 1)) + 1e-16 * Double($0 + 1) }
        values = perturbed
        for row in 0..<count {
            inverse[row * count + row] = 1
            columns.append(Column(phase: -1, start: 0, cost: Self.unreachable))
            for other in 0..<count { rows.append(other == row ? 1 : 0) }
            potentials[closed[row]] = Self.unreachable
        }
    }

    /// Stores a constitution as a column. Returns its place.
    @discardableResult
    mutating func append(phase: Int, _ y: [Double], energy: Double, fraction: (Int) -> Double) -> Int {
        var cost = energy
        for (component, potential) in open { cost -= potential * fraction(component) }
        for c in closed { rows.append(fraction(c)) }
        columns.append(Column(phase: phase, start: constitutions.count, cost: cost))
        constitutions += y
        return columns.count - 1
    }

    private func height(_ column: Int) -> Double {
        let count = closed.count
        var height = columns[column].cost
        for row in 0..<count { height -= duals[row] * rows[column * count + row] }
        return height
    }

    enum Outcome { case optimal, unbounded(phase: Int), bound }

    /// Pivots among the stored columns until none is attractive.
    mutating func optimise() -> Outcome {
        for _ in 0..<Self.maximumPivots {
            var best = -attraction
            var entering = -1
            for column in columns.indices {
                let height = height(column)
                if height < best {
                    best = height
                    entering = column
                }
            }
            guard entering >= 0 else { return .optimal }
            guard pivot(entering) else { return .unbounded(phase: columns[entering].phase) }
        }
        return .bound
    }

    /// How far below the tangent plane a sample must lie to be stored, J per mole of atoms.
    var attraction: Double {
        var largest = 1.0
        for dual in duals { largest = max(largest, abs(dual)) }
        return Self.attraction * min(largest, 1e6) + 1e-9
    }

    /// Brings a column into the basis. False when nothing limits it.
    private mutating func pivot(_ entering: Int) -> Bool {
        let count = closed.count
        for row in 0..<count {
            var sum = 0.0
            for other in 0..<count { sum += inverse[row * count + other] * rows[entering * count + other] }
            direction[row] = sum
        }
        var leaving = -1
        var ratio = Double.infinity
        for row in 0..<count where direction[row] > 1e-11 {
            let candidate = max(0, values[row]) / direction[row]
            if candidate < ratio || (candidate == ratio && leaving >= 0 && direction[row] > direction[leaving]) {
                ratio = candidate
                leaving = row
            }
        }
        guard leaving >= 0 else { return false }
        let reciprocal = 1 / direction[leaving]
        for column in 0..<count { inverse[leaving * count + column] *= reciprocal }
        for row in 0..<count where row != leaving && direction[row] != 0 {
            for column in 0..<count { inverse[row * count + column] -= direction[row] * inverse[leaving * count + column] }
        }
        basis[leaving] = entering
        for row in 0..<count {
            var sum = 0.0
            for other in 0..<count { sum += inverse[row * count + other] * perturbed[other] }
            values[row] = sum
        }
        for column in 0..<count {
            var sum = 0.0
            for row in 0..<count { sum += columns[basis[row]].cost * inverse[row * count + column] }
            duals[column] = sum
        }
        for (row, c) in closed.enumerated() { potentials[c] = duals[row] }
        return true
    }

    /// The part of the composition that no phase holds, mol.
    var missing: Double {
        var sum = 0.0
        for (row, column) in basis.enumerated() where columns[column].phase < 0 { sum += max(0, values[row]) }
        return sum
    }
}
