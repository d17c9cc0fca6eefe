internal import OrderedCollections

/// Writes expressions out as ``FlatSum``, with all functions they call put in.
struct ExpressionFlattener {
    /// Terms and factors of one function written out. Assessed functions stay below 100.
    static let maximumNodes = 4096
    /// Temperatures at which one parameter changes its form. Assessed parameters stay below 20.
    static let maximumBreaks = 512

    let database: Database
    let gasConstant: Double
    let pressure: Double
    /// Functions already written out, with the temperature range they were written out for.
    private var cache: [CacheKey: FlatSum] = [:]

    private struct CacheKey: Hashable {
        var name: String
        /// Kelvin, a temperature inside the range.
        var temperature: Double
    }

    init(_ database: Database, gasConstant: Double, pressure: Double) {
        self.database = database
        self.gasConstant = gasConstant
        self.pressure = pressure
    }

    /// A function of temperature: `pieces[i]` holds below `limits[i]`, the last above all limits.
    struct Pieces: Sendable, Equatable {
        var limits: [Double]
        var pieces: [FlatSum]
        /// Where the database vouches for it, kelvin.
        var declared: ClosedRange<Double>

        func value(at temperature: Double) -> (value: Double, slope: Double) {
            var index = 0
            while index < limits.count, temperature >= limits[index] { index += 1 }
            return pieces[index].value(at: temperature)
        }
    }

    /// - Throws: ``DatabaseError`` `tooComplex`.
    mutating func flatten(_ value: PiecewiseExpression, name: String) throws(DatabaseError) -> Pieces {
        var limits: Set<Double> = []
        var visited: Set<String> = []
        var low = value.lowerTemperature
        var high = value.upperTemperature
        collectLimits(value, &limits, &visited, &low, &high)
        let sorted = limits.sorted()
        guard sorted.count <= Self.maximumBreaks else { throw tooComplex(name) }
        var pieces: [FlatSum] = []
        for index in 0...sorted.count {
            // Any temperature strictly inside the interval chooses the same forms.
            let inside: Double =
                if sorted.isEmpty { 1000 } else if index == 0 { sorted[0] / 2 } else if index == sorted.count { sorted[index - 1] * 2 } else {
                    (sorted[index - 1] + sorted[index]) / 2
                }
            pieces.append(try flatten(value.expression(at: inside), at: inside, name: name))
        }
        return Pieces(limits: sorted, pieces: pieces, declared: min(low, high)...max(low, high))
    }

    private func collectLimits(
        _ value: PiecewiseExpression, _ limits: inout Set<Double>, _ visited: inout Set<String>, _ low: inout Double, _ high: inout Double
    ) {
        low = max(low, value.lowerTemperature)
        high = min(high, value.upperTemperature)
        for range in value.ranges.dropLast() { limits.insert(range.upperTemperature) }
        for range in value.ranges {
            for symbol in range.expression.symbols where visited.insert(symbol).inserted {
                if let function = database.functions[symbol] { collectLimits(function, &limits, &visited, &low, &high) }
            }
        }
    }

    private mutating func flatten(_ expression: Expression, at temperature: Double, name: String) throws(DatabaseError) -> FlatSum {
        let result: FlatSum
        switch expression {
        case .number(let value): result = .constant(value)
        case .temperature: result = FlatSum(terms: [.init(coefficient: 1, power: 1, logPower: 0)])
        case .pressure: result = .constant(pressure)
        case .symbol(let symbol): result = try function(symbol, at: temperature)
        case .negative(let inner): result = try flatten(inner, at: temperature, name: name).scaled(by: -1)
        case .sum(let parts):
            var total = FlatSum()
            for part in parts { total = total + (try flatten(part, at: temperature, name: name)) }
            result = total
        case .product(let parts):
            var total = FlatSum.constant(1)
            for part in parts {
                total = total * (try flatten(part, at: temperature, name: name))
                guard total.nodeCount <= Self.maximumNodes else { throw tooComplex(name) }
            }
            result = total
        case .quotient(let dividend, let divisor):
            let reciprocal = Self.raise(try flatten(divisor, at: temperature, name: name), to: -1)
            result = (try flatten(dividend, at: temperature, name: name)) * reciprocal
        case .power(let base, let exponent):
            let flatExponent = try flatten(exponent, at: temperature, name: name)
            guard let value = flatExponent.constantValue else {
                throw DatabaseError(
                    .tooComplex, file: database.file, offendingText: name, message: "\(name) has an exponent that depends on temperature",
                    remedy: "Write it as EXP(exponent*LN(base)).")
            }
            result = Self.raise(try flatten(base, at: temperature, name: name), to: value)
        case .logarithm(let inner):
            let argument = try flatten(inner, at: temperature, name: name)
            if argument == FlatSum(terms: [.init(coefficient: 1, power: 1, logPower: 0)]) {
                result = FlatSum(terms: [.init(coefficient: 1, power: 0, logPower: 1)])
            } else if let constant = argument.constantValue, constant > 0 {
                result = .constant(Elementary.log(constant))
            } else {
                result = .outer(.logarithm, of: argument)
            }
        case .exponential(let inner):
            let argument = try flatten(inner, at: temperature, name: name)
            result = argument.constantValue.map { .constant(Elementary.exp($0)) } ?? .outer(.exponential, of: argument)
        }
        guard result.nodeCount <= Self.maximumNodes else { throw tooComplex(name) }
        return result
    }

    private mutating func function(_ name: String, at temperature: Double) throws(DatabaseError) -> FlatSum {
        let key = CacheKey(name: name, temperature: temperature)
        if let known = cache[key] { return known }
        guard let function = database.functions[name] else {
            if name == Database.gasConstantSymbol { return .constant(gasConstant) }
            if name == Database.idealGasSymbol {
                return FlatSum(terms: [
                    .init(coefficient: gasConstant * Elementary.log(pressure / Database.idealGasPressure), power: 1, logPower: 0)
                ])
            }
            throw DatabaseError(
                .undefinedFunction, file: database.file, offendingText: name, message: "the function \(name) is not defined",
                remedy: "Define it, or leave out the phase.")
        }
        let result = try flatten(function.expression(at: temperature), at: temperature, name: name)
        cache[key] = result
        return result
    }

    private static func raise(_ base: FlatSum, to exponent: Double) -> FlatSum {
        if base.others.isEmpty, base.terms.count == 1, base.terms[0].logPower == 0 {
            let term = base.terms[0]
            return FlatSum(terms: [.init(coefficient: FlatSum.Term.power(term.coefficient, exponent), power: term.power * exponent, logPower: 0)])
        }
        if exponent == 1 { return base }
        if exponent == 2 { return base * base }
        return .outer(.power(exponent), of: base)
    }

    private func tooComplex(_ name: String) -> DatabaseError {
        DatabaseError(
            .tooComplex, file: database.file, offendingText: name,
            message: "\(name) written out has more than \(Self.maximumNodes) terms or changes its form more than \(Self.maximumBreaks) times",
            remedy: "Simplify the functions it calls.")
    }
}
