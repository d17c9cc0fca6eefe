/// A function of temperature and pressure as a TDB file writes it; J/mol unless the parameter says otherwise.
public indirect enum Expression: Sendable, Equatable {
    case number(Double)
    case temperature
    case pressure
    /// Another `FUNCTION` of the file, or `R`, the gas constant, when no function has that name.
    case symbol(String)
    case sum([Expression])
    case product([Expression])
    case quotient(Expression, Expression)
    case power(Expression, Expression)
    case negative(Expression)
    /// Natural logarithm: TDB's `LN` and `LOG` are the same.
    case logarithm(Expression)
    case exponential(Expression)

    /// The names it refers to, in the order they are written.
    var symbols: [String] {
        switch self {
        case .number, .temperature, .pressure: []
        case .symbol(let name): [name]
        case .sum(let parts), .product(let parts): parts.flatMap(\.symbols)
        case .quotient(let left, let right), .power(let left, let right): left.symbols + right.symbols
        case .negative(let inner), .logarithm(let inner), .exponential(let inner): inner.symbols
        }
    }
}

/// An expression that changes its form at given temperatures.
public struct PiecewiseExpression: Sendable, Equatable {
    public struct Range: Sendable, Equatable {
        /// The form holds below this temperature, kelvin; the last form holds above it too, as an extrapolation.
        public var upperTemperature: Double
        public var expression: Expression
    }

    /// Kelvin. Below it the first form is extrapolated.
    public var lowerTemperature: Double
    /// At least one; upper temperatures increase.
    public var ranges: [Range]

    public var upperTemperature: Double { ranges.last?.upperTemperature ?? lowerTemperature }

    /// TDB's defaults when a statement leaves a limit out, kelvin.
    static let defaultLowerTemperature = 298.15
    static let defaultUpperTemperature = 6000.0

    /// The form that holds at a temperature: a limit belongs to the range above it.
    func expression(at temperature: Double) -> Expression {
        for range in ranges where temperature < range.upperTemperature { return range.expression }
        return ranges.last?.expression ?? .number(0)
    }
}
