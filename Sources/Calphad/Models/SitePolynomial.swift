/// A sum of products of linear forms in the site fractions: `Σ c_t Π ℓ_f(y)^k_f`.
///
/// Everything the compound-energy formalism adds up has this shape: an end member is `y_A·y_B`, a Redlich-Kister term is
/// `y_A·y_B·(y_A − y_B)^k`, and a ternary term after Muggianu is `y_A·y_B·y_C·v_i` with `v_i = y_i + (1 − y_A − y_B − y_C)/3`.
/// First and second derivatives follow by the product rule, with no special cases.
struct SitePolynomial: Sendable {
    /// One linear form, raised to a whole power.
    struct Factor: Sendable, Equatable {
        enum Form: Sendable, Equatable {
            case fraction(Int)
            /// The first minus the second.
            case difference(Int, Int)
            /// The first of three, with the missing rest shared equally.
            case muggianu(Int, Int, Int)
        }
        var form: Form
        var power: Int
    }

    /// A product with its coefficient's place among the parameter values.
    struct Term: Sendable, Equatable {
        var parameter: Int
        var factors: [Factor]
    }

    /// Factors of one term. Eight sublattices with a reciprocal interaction need ten.
    static let maximumFactors = 32

    private(set) var terms: [Term] = []
    /// The factors of all terms, one after the other, for the inner loop.
    private var factors: [Factor] = []
    private var starts: [Int] = [0]

    var isEmpty: Bool { terms.isEmpty }

    mutating func append(_ term: Term) {
        precondition(term.factors.count <= Self.maximumFactors)
        terms.append(term)
        factors += term.factors
        starts.append(factors.count)
    }

    /// Storage for values and derivatives, reused from call to call.
    struct Workspace: Sendable {
        fileprivate var form = [Double](repeating: 0, count: SitePolynomial.maximumFactors)
        fileprivate var first = [Double](repeating: 0, count: SitePolynomial.maximumFactors)
        fileprivate var second = [Double](repeating: 0, count: SitePolynomial.maximumFactors)
    }

    func value(_ parameters: [Double], _ y: [Double]) -> Double {
        var total = 0.0
        for term in terms.indices {
            var product = parameters[terms[term].parameter]
            for index in starts[term]..<starts[term + 1] {
                product *= Elementary.power(Self.linear(factors[index].form, y), factors[index].power)
            }
            total += product
        }
        return total
    }

    /// Adds the gradient of one term with a unit coefficient: how the sum's derivatives change with that parameter.
    func addGradient(ofTerm term: Int, scale: Double, _ y: [Double], to gradient: inout [Double], _ workspace: inout Workspace) -> Double {
        let range = starts[term]..<starts[term + 1]
        let value = prepare(range, y, &workspace)
        for f in 0..<range.count {
            var derivative = scale * workspace.first[f]
            for g in 0..<range.count where g != f { derivative *= workspace.form[g] }
            Self.spread(factors[range.lowerBound + f].form, derivative, into: &gradient)
        }
        return value * scale
    }

    /// The value; adds the gradient and the Hessian (`count` × `count`, row by row) to what the arrays hold.
    func addDerivatives(
        _ parameters: [Double], _ y: [Double], gradient: inout [Double], hessian: inout [Double], count: Int, _ workspace: inout Workspace
    ) -> Double {
        var total = 0.0
        for term in terms.indices {
            let coefficient = parameters[terms[term].parameter]
            let range = starts[term]..<starts[term + 1]
            total += coefficient * prepare(range, y, &workspace)
            for f in 0..<range.count {
                var derivative = coefficient * workspace.first[f]
                for g in 0..<range.count where g != f { derivative *= workspace.form[g] }
                Self.spread(factors[range.lowerBound + f].form, derivative, into: &gradient)
            }
            for f in 0..<range.count {
                for g in f..<range.count {
                    var derivative = coefficient
                    if f == g { derivative *= workspace.second[f] } else { derivative *= workspace.first[f] * workspace.first[g] }
                    if derivative == 0 { continue }
                    for h in 0..<range.count where h != f && h != g { derivative *= workspace.form[h] }
                    let one = factors[range.lowerBound + f].form
                    let two = factors[range.lowerBound + g].form
                    Self.spread(one, two, derivative, into: &hessian, count)
                    if f != g { Self.spread(two, one, derivative, into: &hessian, count) }
                }
            }
        }
        return total
    }

    /// Fills in each factor of a term with its first two derivatives with respect to the linear form. Returns the product.
    private func prepare(_ range: Range<Int>, _ y: [Double], _ workspace: inout Workspace) -> Double {
        var product = 1.0
        for (slot, index) in range.enumerated() {
            let form = Self.linear(factors[index].form, y)
            let power = factors[index].power
            switch power {
            case 0: (workspace.form[slot], workspace.first[slot], workspace.second[slot]) = (1, 0, 0)
            case 1: (workspace.form[slot], workspace.first[slot], workspace.second[slot]) = (form, 1, 0)
            default:
                let lower = Elementary.power(form, power - 2)
                workspace.form[slot] = lower * form * form
                workspace.first[slot] = Double(power) * lower * form
                workspace.second[slot] = Double(power * (power - 1)) * lower
            }
            product *= workspace.form[slot]
        }
        return product
    }

    @inline(__always) private static func linear(_ form: Factor.Form, _ y: [Double]) -> Double {
        switch form {
        case .fraction(let i): y[i]
        case .difference(let i, let j): y[i] - y[j]
        case .muggianu(let i, let j, let k): y[i] + (1 - y[i] - y[j] - y[k]) / 3
        }
    }

    @inline(__always) private static func spread(_ form: Factor.Form, _ value: Double, into gradient: inout [Double]) {
        switch form {
        case .fraction(let i): gradient[i] += value
        case .difference(let i, let j):
            gradient[i] += value
            gradient[j] -= value
        case .muggianu(let i, let j, let k):
            gradient[i] += value * 2 / 3
            gradient[j] -= value / 3
            gradient[k] -= value / 3
        }
    }

    @inline(__always) private static func spread(
        _ row: Factor.Form, _ column: Factor.Form, _ value: Double, into hessian: inout [Double], _ count: Int
    ) {
        func addRow(_ i: Int, _ value: Double) {
            switch column {
            case .fraction(let j): hessian[i * count + j] += value
            case .difference(let j, let k):
                hessian[i * count + j] += value
                hessian[i * count + k] -= value
            case .muggianu(let j, let k, let l):
                hessian[i * count + j] += value * 2 / 3
                hessian[i * count + k] -= value / 3
                hessian[i * count + l] -= value / 3
            }
        }
        switch row {
        case .fraction(let i): addRow(i, value)
        case .difference(let i, let j):
            addRow(i, value)
            addRow(j, -value)
        case .muggianu(let i, let j, let k):
            addRow(i, value * 2 / 3)
            addRow(j, -value / 3)
            addRow(k, -value / 3)
        }
    }
}
