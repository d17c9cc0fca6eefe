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

    /// Value and first derivative with respect to temperature.
    func value(at temperature: Double) -> (value: Double, slope: Double) {
        let jet = jet(at: temperature)
        return (jet.value, jet.slope)
    }

    /// Value and first two derivatives with respect to temperature.
    func jet(at temperature: Double) -> TemperatureJet {
        var total = TemperatureJet()
        for term in terms { total = total + term.jet(at: temperature) }
        for other in others {
            var product = other.prefactor.jet(at: temperature)
            for factor in other.factors { product = product * factor.outer.jet(of: factor.argument.jet(at: temperature)) }
            total = total + product
        }
        return total
    }
}

/// A function of temperature at one temperature, with its first two derivatives.
struct TemperatureJet: Sendable {
    var value = 0.0
    var slope = 0.0
    var curvature = 0.0

    static func + (one: TemperatureJet, two: TemperatureJet) -> TemperatureJet {
        TemperatureJet(value: one.value + two.value, slope: one.slope + two.slope, curvature: one.curvature + two.curvature)
    }

    static func * (one: TemperatureJet, two: TemperatureJet) -> TemperatureJet {
        TemperatureJet(
            value: one.value * two.value, slope: one.slope * two.value + one.value * two.slope,
            curvature: one.curvature * two.value + 2 * one.slope * two.slope + one.value * two.curvature)
    }
}

extension FlatSum.Outer {
    func jet(of inner: TemperatureJet) -> TemperatureJet {
        let (value, first, second): (Double, Double, Double) =
            switch self {
            case .logarithm: (Elementary.log(inner.value), 1 / inner.value, -1 / (inner.value * inner.value))
            case .exponential: (Elementary.exp(inner.value), Elementary.exp(inner.value), Elementary.exp(inner.value))
            case .power(let exponent):
                (
                    Elementary.pow(inner.value, exponent), exponent * Elementary.pow(inner.value, exponent - 1),
                    exponent * (exponent - 1) * Elementary.pow(inner.value, exponent - 2)
                )
            }
        return TemperatureJet(
            value: value, slope: first * inner.slope, curvature: second * inner.slope * inner.slope + first * inner.curvature)
    }
}

extension FlatSum.Term {
    /// `c T^p L^q` with `L = ln T`: the slope is `c T^(p−1) (p L^q + q L^(q−1))`, and the curvature follows by the same rule.
    func jet(at temperature: Double) -> TemperatureJet {
        let power = FlatSum.Term.power(temperature, self.power)
        guard logPower != 0 else {
            let value = coefficient * power
            let slope = self.power * value / temperature
            return TemperatureJet(value: value, slope: slope, curvature: (self.power - 1) * slope / temperature)
        }
        let logarithm = Elementary.log(temperature)
        let p = self.power
        let q = Double(logPower)
        let logs = Elementary.power(logarithm, logPower)
        let lower = Elementary.power(logarithm, logPower - 1)
        let second = logPower == 1 ? 0 : Elementary.power(logarithm, logPower - 2)
        let front = coefficient * power
        return TemperatureJet(
            value: front * logs, slope: front / temperature * (p * logs + q * lower),
            curvature: front / (temperature * temperature) * (p * (p - 1) * logs + (2 * p - 1) * q * lower + q * (q - 1) * second))
    }

    static func power(_ base: Double, _ exponent: Double) -> Double {
        // Every assessed function uses whole powers between −11 and 7.
        if exponent == exponent.rounded(), exponent.magnitude <= 64 { return Elementary.power(base, Int(exponent)) }
        return Elementary.pow(base, exponent)
    }
}
