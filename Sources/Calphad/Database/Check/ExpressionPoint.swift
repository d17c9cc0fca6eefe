internal import OrderedCollections

/// A function's value and its slope in temperature, at one temperature.
struct ExpressionPoint {
    /// J/mol, unless the function is another quantity.
    var value: Double
    /// Per kelvin.
    var slope: Double
}

/// Evaluates expressions as they are written, form by form; for checks, not for calculations.
struct ExpressionEvaluator {
    let database: Database
    /// Kelvin.
    let temperature: Double
    /// What the functions it calls came to, each once: a function that calls another twice costs no more.
    private var known: [String: ExpressionPoint] = [:]

    init(_ database: Database, temperature: Double) {
        self.database = database
        self.temperature = temperature
    }

    /// NaN where a function is missing.
    mutating func point(_ expression: Expression) -> ExpressionPoint {
        switch expression {
        case .number(let value): return .init(value: value, slope: 0)
        case .temperature: return .init(value: temperature, slope: 1)
        case .pressure: return .init(value: CalphadConstants.standardPressure, slope: 0)
        case .symbol(let name):
            if let point = known[name] { return point }
            var result = builtIn(name)
            if let function = database.functions[name] { result = point(function.expression(at: temperature)) }
            known[name] = result
            return result
        case .negative(let inner):
            let inner = point(inner)
            return .init(value: -inner.value, slope: -inner.slope)
        case .sum(let parts):
            var total = ExpressionPoint(value: 0, slope: 0)
            for part in parts {
                let part = point(part)
                total = .init(value: total.value + part.value, slope: total.slope + part.slope)
            }
            return total
        case .product(let parts):
            var total = ExpressionPoint(value: 1, slope: 0)
            for part in parts {
                let part = point(part)
                total = .init(value: total.value * part.value, slope: total.slope * part.value + total.value * part.slope)
            }
            return total
        case .quotient(let dividend, let divisor):
            let (a, b) = (point(dividend), point(divisor))
            return .init(value: a.value / b.value, slope: (a.slope - a.value / b.value * b.slope) / b.value)
        case .power(let base, let exponent):
            let (a, b) = (point(base), point(exponent))
            let value = Elementary.pow(a.value, b.value)
            let fromBase = b.value == 0 ? 0 : b.value * Elementary.pow(a.value, b.value - 1) * a.slope
            return .init(value: value, slope: fromBase + (b.slope == 0 ? 0 : value * Elementary.log(a.value) * b.slope))
        case .logarithm(let inner):
            let inner = point(inner)
            return .init(value: Elementary.log(inner.value), slope: inner.slope / inner.value)
        case .exponential(let inner):
            let inner = point(inner)
            let value = Elementary.exp(inner.value)
            return .init(value: value, slope: value * inner.slope)
        }
    }

    /// What files use without defining it; NaN for any other name.
    private func builtIn(_ name: String) -> ExpressionPoint {
        switch name {
        case Database.gasConstantSymbol: return .init(value: CalphadConstants.gasConstant, slope: 0)
        case Database.idealGasSymbol:
            let slope = CalphadConstants.gasConstant * Elementary.log(CalphadConstants.standardPressure / Database.idealGasPressure)
            return .init(value: slope * temperature, slope: slope)
        default: return .init(value: .nan, slope: 0)
        }
    }
}
