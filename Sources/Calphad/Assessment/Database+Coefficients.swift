internal import OrderedCollections

extension Database {
    /// The database with shifts added to coefficients of its parameters.
    ///
    /// Where the file has the coefficient as a number (`-36984.00+4.75612*T`) the sum replaces it; otherwise the shift is a term more.
    func adding(_ shifts: [Double], to coefficients: [FreeCoefficient]) -> Database {
        var result = self
        for (shift, coefficient) in zip(shifts, coefficients) where shift != 0 {
            guard var parameter = result.parameters[coefficient.parameter] else { continue }
            for index in parameter.value.ranges.indices {
                parameter.value.ranges[index].expression = parameter.value.ranges[index].expression.adding(shift, coefficient.form)
            }
            result.parameters[coefficient.parameter] = parameter
        }
        return result
    }

    /// The coefficient as the file's first range has it; nil where it has none of the form as a number.
    func value(of coefficient: FreeCoefficient) -> Double? {
        guard let expression = parameters[coefficient.parameter]?.value.ranges.first?.expression else { return nil }
        let values = expression.terms.compactMap { $0.coefficient(coefficient.form) }
        return values.isEmpty ? nil : values.reduce(0, +)
    }
}

extension Expression {
    fileprivate var terms: [Expression] { if case .sum(let parts) = self { parts.flatMap(\.terms) } else { [self] } }

    /// The number in front, if the expression is `A`, `B·T` or `C·T·ln T` with numbers.
    fileprivate func coefficient(_ form: FreeCoefficient.Form) -> Double? {
        var number = 1.0
        var temperatures = 0
        var logarithms = 0
        func read(_ part: Expression) -> Bool {
            switch part {
            case .number(let value): number *= value
            case .temperature: temperatures += 1
            case .logarithm(.temperature): logarithms += 1
            case .negative(let inner):
                number = -number
                return read(inner)
            case .product(let parts): return parts.allSatisfy(read)
            default: return false
            }
            return true
        }
        guard read(self) else { return nil }
        switch form {
        case .constant: return temperatures == 0 && logarithms == 0 ? number : nil
        case .linear: return temperatures == 1 && logarithms == 0 ? number : nil
        case .logarithmic: return temperatures == 1 && logarithms == 1 ? number : nil
        }
    }

    fileprivate func adding(_ shift: Double, _ form: FreeCoefficient.Form) -> Expression {
        var rest: [Expression] = []
        var sum = shift
        var place: Int?
        for term in terms {
            if let value = term.coefficient(form) {
                sum += value
                place = place ?? rest.count
            } else {
                rest.append(term)
            }
        }
        let number = Expression.signed(sum, form)
        rest.insert(number, at: place ?? (form == .constant ? 0 : rest.count))
        return rest.count == 1 ? rest[0] : .sum(rest)
    }

    /// TDB's numbers have no sign of their own inside a product.
    private static func signed(_ value: Double, _ form: FreeCoefficient.Form) -> Expression {
        let number = Expression.number(abs(value))
        let term: Expression =
            switch form {
            case .constant: number
            case .linear: .product([number, .temperature])
            case .logarithmic: .product([number, .temperature, .logarithm(.temperature)])
            }
        return value < 0 ? .negative(term) : term
    }
}
