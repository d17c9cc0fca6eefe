extension SiteProgram {
    /// The value alone.
    ///
    /// - Precondition: `values` holds ``coefficientBound`` numbers and `y` ``variableBound``.
    @inline(__always) func value(_ values: UnsafePointer<Double>, _ y: UnsafePointer<Double>) -> Double {
        var total = 0.0
        linear.withUnsafeBufferPointer { terms in
            for term in terms { total += term.weight * values[term.start] * y[term.variable] }
        }
        pairs.withUnsafeBufferPointer { groups in
            for group in groups {
                let ya = y[group.core.0]
                let yb = y[group.core.1]
                let z = ya - yb
                var p = 0.0
                var k = group.start + group.count
                while k > group.start {
                    k -= 1
                    p = p * z + values[k]
                }
                total += group.weight * ya * yb * p
            }
        }
        if !others.isEmpty {
            rest.withUnsafeBufferPointer { rest in
                others.withUnsafeBufferPointer { groups in
                    for group in groups {
                        var product = group.weight
                        for r in group.restStart..<group.restStart + group.restCount { product *= y[rest[r]] }
                        var sum = 0.0
                        Self.eachFactor(group, y) { place, factor in sum += values[place] * factor }
                        total += product * sum
                    }
                }
            }
        }
        return total
    }

    /// Adds to `row` what each coefficient is multiplied with: the value is the dot product of that row with the parameter values.
    ///
    /// - Precondition: as for ``value(_:_:)``; `row` holds ``coefficientBound`` numbers.
    func addFactors(_ y: UnsafePointer<Double>, to row: UnsafeMutablePointer<Double>) {
        for term in linear { row[term.start] += term.weight * y[term.variable] }
        for group in pairs { Self.eachFactor(group, y) { place, factor in row[place] += group.weight * factor } }
        for group in others {
            var product = group.weight
            for r in group.restStart..<group.restStart + group.restCount { product *= y[rest[r]] }
            Self.eachFactor(group, y) { place, factor in row[place] += product * factor }
        }
    }

    /// Each coefficient's place and its factor in the core.
    @inline(__always) private static func eachFactor(_ group: Group, _ y: UnsafePointer<Double>, _ body: (Int, Double) -> Void) {
        switch group.shape {
        case .constant: body(group.start, 1)
        case .difference:
            let ya = y[group.core.0]
            let yb = y[group.core.1]
            var factor = ya * yb
            for k in group.start..<group.start + group.count {
                body(k, factor)
                factor *= ya - yb
            }
        case .ternary:
            let (a, b, c) = (y[group.core.0], y[group.core.1], y[group.core.2])
            let missing = (1 - a - b - c) / 3
            let product = a * b * c
            body(group.start, product * (a + missing))
            body(group.start + 1, product * (b + missing))
            body(group.start + 2, product * (c + missing))
        case .reciprocal:
            let (a, b, c, d) = (y[group.core.0], y[group.core.1], y[group.core.2], y[group.core.3])
            let product = a * b * c * d
            body(group.start, product)
            body(group.start + 1, product * (c - d))
            body(group.start + 2, product * (a - b))
        }
    }
}
