/// An expression of temperature multiplied out: `Σ cᵢ T^pᵢ (ln T)^qᵢ`, plus what does not have that form.
///
/// Assessed Gibbs energies are sums of a few such terms, so a database becomes a table of coefficients and one temperature costs a
/// handful of powers. Exponentials and logarithms of sums (two-state liquids) stay as `others`.
struct FlatSum: Sendable, Equatable {
    struct Term: Sendable, Equatable {
        var coefficient: Double
        var power: Double
        var logPower: Int
    }

    enum Outer: Sendable, Equatable {
        case logarithm
        case exponential
        case power(Double)
    }

    struct Other: Sendable, Equatable {
        /// Multiplies the product of the factors.
        var prefactor: Term
        var factors: [Factor]
    }

    struct Factor: Sendable, Equatable {
        var outer: Outer
        var argument: FlatSum
    }

    var terms: [Term] = []
    var others: [Other] = []

    /// Terms in one function after multiplying out. Assessed functions stay below 20.
    static let maximumTerms = 512

    static func constant(_ value: Double) -> FlatSum { FlatSum(terms: [Term(coefficient: value, power: 0, logPower: 0)]) }

    /// The value, when the sum does not depend on temperature.
    var constantValue: Double? {
        guard others.isEmpty, terms.allSatisfy({ $0.power == 0 && $0.logPower == 0 }) else { return nil }
        return terms.reduce(0) { $0 + $1.coefficient }
    }

    var nodeCount: Int {
        terms.count + others.reduce(0) { $0 + 1 + $1.factors.reduce(0) { $0 + $1.argument.nodeCount } }
    }

    mutating func add(_ term: Term) {
        if let index = terms.firstIndex(where: { $0.power == term.power && $0.logPower == term.logPower }) {
            terms[index].coefficient += term.coefficient
        } else {
            terms.append(term)
        }
    }

    static func + (left: FlatSum, right: FlatSum) -> FlatSum {
        var result = left
        for term in right.terms { result.add(term) }
        result.others += right.others
        return result
    }

    func scaled(by factor: Double) -> FlatSum {
        var result = self
        for index in result.terms.indices { result.terms[index].coefficient *= factor }
        for index in result.others.indices { result.others[index].prefactor.coefficient *= factor }
        return result
    }

    static func * (left: FlatSum, right: FlatSum) -> FlatSum {
        func product(_ one: Term, _ two: Term) -> Term {
            Term(coefficient: one.coefficient * two.coefficient, power: one.power + two.power, logPower: one.logPower + two.logPower)
        }
        var result = FlatSum()
        for one in left.terms { for two in right.terms { result.add(product(one, two)) } }
        for one in left.terms { result.others += right.others.map { Other(prefactor: product(one, $0.prefactor), factors: $0.factors) } }
        for two in right.terms { result.others += left.others.map { Other(prefactor: product(two, $0.prefactor), factors: $0.factors) } }
        for one in left.others {
            result.others += right.others.map { Other(prefactor: product(one.prefactor, $0.prefactor), factors: one.factors + $0.factors) }
        }
        return result
    }

    /// A function of the sum that cannot be multiplied out.
    static func outer(_ outer: Outer, of argument: FlatSum) -> FlatSum {
        FlatSum(others: [Other(prefactor: Term(coefficient: 1, power: 0, logPower: 0), factors: [Factor(outer: outer, argument: argument)])])
    }

    /// Value and derivative with respect to temperature.
    func value(at temperature: Double) -> (value: Double, slope: Double) {
        var value = 0.0
        var slope = 0.0
        for term in terms {
            let part = term.value(at: temperature)
            value += part.value
            slope += part.slope
        }
        for other in others {
            var product = other.prefactor.value(at: temperature)
            for factor in other.factors {
                let inner = factor.argument.value(at: temperature)
                let outer: (value: Double, slope: Double) =
                    switch factor.outer {
                    case .logarithm: (Elementary.log(inner.value), inner.slope / inner.value)
                    case .exponential: (Elementary.exp(inner.value), Elementary.exp(inner.value) * inner.slope)
                    case .power(let exponent):
                        (Elementary.pow(inner.value, exponent), exponent * Elementary.pow(inner.value, exponent - 1) * inner.slope)
                    }
                product = (product.value * outer.value, product.slope * outer.value + product.value * outer.slope)
            }
            value += product.value
            slope += product.slope
        }
        return (value, slope)
    }
}

extension FlatSum.Term {
    func value(at temperature: Double) -> (value: Double, slope: Double) {
        let logarithm = logPower == 0 ? 1 : Elementary.log(temperature)
        let power = FlatSum.Term.power(temperature, self.power)
        let logs = logPower == 0 ? 1 : Elementary.power(logarithm, logPower)
        let value = coefficient * power * logs
        var slope = self.power * value / temperature
        if logPower != 0 { slope += coefficient * power * Double(logPower) * Elementary.power(logarithm, logPower - 1) / temperature }
        return (value, slope)
    }

    static func power(_ base: Double, _ exponent: Double) -> Double {
        // Every assessed function uses whole powers between −11 and 7.
        if exponent == exponent.rounded(), exponent.magnitude <= 64 { return Elementary.power(base, Int(exponent)) }
        return Elementary.pow(base, exponent)
    }
}
