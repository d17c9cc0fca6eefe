/// Reads expressions and temperature ranges.
///
/// Grammar: `sum = [sign] product {(+|-) product}`, `product = power {(*|/) power}`, `power = atom [** [sign] atom]`,
/// `atom = number | T | P | name[#] | LN(sum) | LOG(sum) | EXP(sum) | (sum)`.
struct ExpressionParser {
    /// Brackets inside brackets. Assessed databases stay below 5.
    static let maximumDepth = 64

    var cursor: StatementCursor
    private var depth = 0

    init(_ cursor: StatementCursor) { self.cursor = cursor }

    /// `[low] sum; [high] [Y sum; [high]]... [N reference]`.
    mutating func piecewise() throws(DatabaseError) -> PiecewiseExpression {
        let lower = lowerTemperature()
        var ranges: [PiecewiseExpression.Range] = []
        // Bounded by the statement: every turn consumes at least one character or returns.
        while true {
            let start = cursor.position
            let expression = try sum()
            guard cursor.take(";") else {
                throw malformed("expected `;` after the expression", at: cursor.position)
            }
            cursor.skipBlanksAndCommas()
            let upper = cursor.number() ?? PiecewiseExpression.defaultUpperTemperature
            let previous = ranges.last?.upperTemperature ?? lower
            // A range of no width is met in files, and nothing is lost by it; one that runs backwards is a mistake in one of its ends.
            guard upper > previous || (ranges.isEmpty && upper == previous) else {
                throw cursor.scanner.error(
                    .malformedExpression, at: start, "the temperature range ends at \(upper) K, which is not above its beginning at \(previous) K",
                    remedy: "Write the lower limit first, `298.15 ...; 6000 N`, and every further limit above the one before.")
            }
            ranges.append(.init(upperTemperature: upper, expression: expression))
            cursor.skipBlanksAndCommas()
            if cursor.peek == UInt8(ascii: "Y") {
                cursor.position += 1
                continue
            }
            if cursor.peek == UInt8(ascii: "N") { cursor.position += 1 }
            return PiecewiseExpression(lowerTemperature: lower, ranges: ranges)
        }
    }

    /// The lower limit is the first word when it is a number and more follows before the `;` (`298.15 -30000;`, but not `-30000;`).
    private mutating func lowerTemperature() -> Double {
        let start = cursor.position
        if let value = cursor.number() {
            let isWholeWord = cursor.peek.map { StatementScanner.isBlank($0) || $0 == UInt8(ascii: ",") } ?? false
            cursor.skipBlanksAndCommas()
            if isWholeWord, let next = cursor.peek, next != UInt8(ascii: ";"), next != UInt8(ascii: "*"), next != UInt8(ascii: "/") { return value }
        }
        cursor.position = start
        cursor.skipBlanksAndCommas()
        return PiecewiseExpression.defaultLowerTemperature
    }

    mutating func sum() throws(DatabaseError) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else {
            throw cursor.scanner.error(
                .tooDeep, at: cursor.position, "brackets are nested more than \(Self.maximumDepth) deep",
                remedy: "Split the expression into functions.")
        }
        var parts: [Expression] = []
        var isNegative = takeSigns()
        repeat {
            let part = try product()
            parts.append(isNegative ? Self.negated(part) : part)
            cursor.skipBlanks()
            guard let next = cursor.peek, next == UInt8(ascii: "+") || next == UInt8(ascii: "-") else { break }
            isNegative = takeSigns()
        } while true
        return parts.count == 1 ? parts[0] : .sum(parts)
    }

    /// Any run of signs, as `+-5*T`: true when they make a minus.
    private mutating func takeSigns() -> Bool {
        var isNegative = false
        while true {
            if cursor.take("-") { isNegative.toggle() } else if !cursor.take("+") { return isNegative }
        }
    }

    private mutating func product() throws(DatabaseError) -> Expression {
        var parts = [try power()]
        while true {
            cursor.skipBlanks()
            if cursor.peek == UInt8(ascii: "*"), !isPowerSign {
                cursor.position += 1
                let isNegative = takeSigns()
                let part = try power()
                parts.append(isNegative ? Self.negated(part) : part)
            } else if cursor.take("/") {
                let divisor = try power()
                let dividend: Expression = parts.count == 1 ? parts[0] : .product(parts)
                parts = [.quotient(dividend, divisor)]
            } else {
                return parts.count == 1 ? parts[0] : .product(parts)
            }
        }
    }

    private var isPowerSign: Bool {
        cursor.position + 1 < cursor.end && cursor.scanner.bytes[cursor.position] == UInt8(ascii: "*")
            && cursor.scanner.bytes[cursor.position + 1] == UInt8(ascii: "*")
    }

    private mutating func power() throws(DatabaseError) -> Expression {
        let base = try atom()
        cursor.skipBlanks()
        guard isPowerSign else { return base }
        cursor.position += 2
        let isNegative = takeSigns()
        let exponent = try atom()
        return .power(base, isNegative ? Self.negated(exponent) : exponent)
    }

    private mutating func atom() throws(DatabaseError) -> Expression {
        if let value = cursor.number() { return .number(value) }
        if cursor.take("(") {
            let inner = try sum()
            guard cursor.take(")") else { throw malformed("expected `)`", at: cursor.position) }
            return inner
        }
        let start = cursor.position
        guard let name = cursor.identifier() else {
            throw malformed("expected a number, a name or `(`", at: cursor.position)
        }
        switch name {
        case "T": return .temperature
        case "P": return .pressure
        case "LN", "LOG", "EXP":
            guard cursor.take("(") else { throw malformed("expected `(` after \(name)", at: start) }
            let inner = try sum()
            guard cursor.take(")") else { throw malformed("expected `)`", at: cursor.position) }
            return name == "EXP" ? .exponential(inner) : .logarithm(inner)
        default:
            // `GHSERSN#`: the mark of a function's name, which some files leave out.
            if cursor.peek == UInt8(ascii: "#") { cursor.position += 1 }
            return .symbol(name)
        }
    }

    private static func negated(_ expression: Expression) -> Expression {
        if case .number(let value) = expression { return .number(-value) }
        return .negative(expression)
    }

    private func malformed(_ message: String, at offset: Int) -> DatabaseError {
        let place = min(offset, max(cursor.end - 1, 0))
        return cursor.scanner.error(.malformedExpression, at: place, message, remedy: "Correct the expression.")
    }
}
