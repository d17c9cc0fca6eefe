/// A ``SitePolynomial`` compiled for speed: terms that share their constituents are summed by Horner's rule, their coefficients
/// stand one after the other among the parameter values, and nothing is allocated, looked up or counted while it runs.
///
/// Every group is `R(y)·f(y)`: `R` the product of the fractions that only multiply, `f` the core,
///
///     constant     f = c₀
///     difference   f = y_a y_b Σ c_k (y_a − y_b)^k                           Redlich-Kister
///     ternary      f = y_a y_b y_c (c₀ v_a + c₁ v_b + c₂ v_c)                Muggianu, v_i = y_i + (1 − y_a − y_b − y_c)/3
///     reciprocal   f = y_a y_b y_c y_d (c₀ + c₁ (y_c − y_d) + c₂ (y_a − y_b))
///
/// The reciprocal orders are as Thermo-Calc and pycalphad read them: 1 belongs to the second sublattice that mixes, 2 to the first.
struct SiteProgram: Sendable {
    enum Shape: Sendable, Equatable {
        case constant
        case difference
        case ternary
        case reciprocal
    }

    struct Group: Sendable {
        var shape: Shape
        /// Place of the first coefficient among the parameter values, and how many there are.
        var start: Int
        var count: Int
        /// The variables of the core, in the order of the formula; unused ones are 0.
        var core: (Int, Int, Int, Int)
        /// Range of ``rest`` with the variables of `R`.
        var restStart: Int
        var restCount: Int
        var weight: Double

        var coreCount: Int {
            switch shape {
            case .constant: 0
            case .difference: 2
            case .ternary: 3
            case .reciprocal: 4
            }
        }
    }

    /// Variables that only multiply, in one group. Ten sublattices are the most a TDB file may have.
    static let maximumRest = 32

    /// `c·y`: start, variable and weight.
    private(set) var linear: [(start: Int, variable: Int, weight: Double)] = []
    /// Redlich-Kister sums with no other factor: nearly all of a liquid.
    private(set) var pairs: [Group] = []
    private(set) var others: [Group] = []
    private(set) var rest: [Int] = []
    /// One past the highest variable, and one past the highest coefficient: what the callers' buffers are checked against.
    private(set) var variableBound = 0
    private(set) var coefficientBound = 0

    var isEmpty: Bool { linear.isEmpty && pairs.isEmpty && others.isEmpty }

    mutating func append(_ shape: Shape, start: Int, count: Int, core: [Int], rest variables: [Int], weight: Double) {
        precondition(variables.count <= Self.maximumRest && core.count <= 4 && count >= 1)
        coefficientBound = max(coefficientBound, start + count)
        for variable in core + variables { variableBound = max(variableBound, variable + 1) }
        if shape == .constant, variables.count == 1 {
            linear.append((start, variables[0], weight))
            return
        }
        let padded = core + [0, 0, 0, 0]
        let group = Group(
            shape: shape, start: start, count: count, core: (padded[0], padded[1], padded[2], padded[3]), restStart: rest.count,
            restCount: variables.count, weight: weight)
        if shape == .difference, variables.isEmpty {
            pairs.append(group)
        } else {
            rest += variables
            others.append(group)
        }
    }
}
