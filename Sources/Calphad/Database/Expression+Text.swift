extension Expression {
    /// The expression in TDB's spelling, as pieces between which a line may end. Reading it back gives the same tree, so the same bits.
    func pieces(defined: (String) -> Bool) -> [String] {
        switch self {
        case .sum(let parts):
            guard !parts.isEmpty else { return ["0"] }
            var result: [String] = []
            for (index, part) in parts.enumerated() {
                var piece = part.term(defined)
                // A sum inside a sum keeps its brackets: `a + (b + c)` is not `a + b + c` in the last bit.
                if index > 0, let first = piece.first, !first.hasPrefix("-") { piece[0] = "+" + first }
                result += piece
            }
            return result
        default:
            return term(defined)
        }
    }

    /// One term of a sum, with its minus.
    private func term(_ defined: (String) -> Bool) -> [String] {
        switch self {
        case .negative(let inner):
            var piece = inner.factors(defined)
            if let first = piece.first { piece[0] = "-" + first }
            return piece
        default:
            return factors(defined)
        }
    }

    /// A product or a quotient; anything else is one factor.
    private func factors(_ defined: (String) -> Bool) -> [String] {
        switch self {
        case .product(let parts) where parts.count > 1:
            var result = parts[0].leadingFactors(defined)
            for part in parts.dropFirst() { result += part.factor(defined).joined("*") }
            return result
        case .product(let parts):
            return parts.first?.factors(defined) ?? ["1"]
        case .quotient(let dividend, let divisor):
            let top: [String]
            if case .product = dividend { top = dividend.factors(defined) } else { top = dividend.leadingFactors(defined) }
            return top + divisor.factor(defined).joined("/")
        case .number(let value):
            return [Self.spelling(value)]
        default:
            return factor(defined)
        }
    }

    /// The first factor of a product: a quotient needs no brackets there, and nothing else has a sign before it.
    private func leadingFactors(_ defined: (String) -> Bool) -> [String] {
        if case .quotient = self { return factors(defined) }
        return factor(defined)
    }

    /// One factor, in brackets where TDB needs them.
    private func factor(_ defined: (String) -> Bool) -> [String] {
        switch self {
        case .power(let base, let exponent):
            return base.atom(defined) + exponent.atom(defined).joined("**")
        default:
            return atom(defined)
        }
    }

    private func atom(_ defined: (String) -> Bool) -> [String] {
        switch self {
        case .number(let value) where value.sign == .plus: return [Self.spelling(value)]
        case .temperature: return ["T"]
        case .pressure: return ["P"]
        case .symbol(let name): return [defined(name) ? name + "#" : name]
        case .logarithm(let inner): return bracketed("LN(", inner.pieces(defined: defined))
        case .exponential(let inner): return bracketed("EXP(", inner.pieces(defined: defined))
        default: return bracketed("(", pieces(defined: defined))
        }
    }

    private func bracketed(_ opening: String, _ inner: [String]) -> [String] {
        var result = inner
        result[0] = opening + result[0]
        result[result.count - 1] += ")"
        return result
    }

    /// The shortest decimal that reads back to the same number.
    static func spelling(_ value: Double) -> String {
        var text = "\(value)".uppercased()
        if text.hasSuffix(".0") { text.removeLast(2) }
        return text
    }
}

extension [String] {
    /// The pieces with an operator before the first.
    fileprivate func joined(_ sign: String) -> [String] {
        var result = self
        result[0] = sign + result[0]
        return result
    }
}
