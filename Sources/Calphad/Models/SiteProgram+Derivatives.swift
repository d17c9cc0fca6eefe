extension SiteProgram {
    /// Where derivatives are added up.
    ///
    /// Second derivatives are gathered as any matrix `W` with `H = W + Wᵀ`: each product of two variables is written once, wherever it
    /// falls, a variable that occurs twice in a product needs no special case, and one pass at the end makes the Hessian symmetric.
    struct Target {
        /// Number of variables: `gradient` and `slopeGradient` hold that many, `half` its square.
        let count: Int
        let gradient: UnsafeMutablePointer<Double>
        let half: UnsafeMutablePointer<Double>
        let slopeGradient: UnsafeMutablePointer<Double>
    }

    /// Adds gradient, half Hessian and the gradient's temperature slope; returns the value and its temperature slope.
    ///
    /// - Precondition: `values` and `slopes` hold ``coefficientBound`` numbers, `y` and the target ``variableBound``: every index below
    ///   was checked against these bounds when the program was built.
    @inline(__always) func addDerivatives(
        _ values: UnsafePointer<Double>, _ slopes: UnsafePointer<Double>, _ y: UnsafePointer<Double>, to target: Target
    ) -> (value: Double, slope: Double) {
        var value = 0.0
        var slope = 0.0
        linear.withUnsafeBufferPointer { terms in
            for term in terms {
                let c = term.weight * values[term.start]
                let s = term.weight * slopes[term.start]
                value += c * y[term.variable]
                slope += s * y[term.variable]
                target.gradient[term.variable] += c
                target.slopeGradient[term.variable] += s
            }
        }
        pairs.withUnsafeBufferPointer { groups in
            for group in groups {
                let sum = Self.pair(group, values, slopes, y, target)
                value += sum.value
                slope += sum.slope
            }
        }
        if !others.isEmpty {
            rest.withUnsafeBufferPointer { rest in
                others.withUnsafeBufferPointer { groups in
                    for group in groups {
                        let sum = Self.general(group, rest, values, slopes, y, target)
                        value += sum.value
                        slope += sum.slope
                    }
                }
            }
        }
        return (value, slope)
    }

    /// `f = y_a y_b P(z)`, `z = y_a − y_b`:
    ///
    ///     f_a = y_b P + w P'      f_aa =  2 y_b P' + w P''
    ///     f_b = y_a P − w P'      f_bb = −2 y_a P' + w P''      f_ab = P + z P' − w P''      with w = y_a y_b
    @inline(__always) private static func pair(
        _ group: Group, _ values: UnsafePointer<Double>, _ slopes: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ target: Target
    ) -> (value: Double, slope: Double) {
        let a = group.core.0
        let b = group.core.1
        let ya = y[a]
        let yb = y[b]
        let z = ya - yb
        var p = 0.0
        var p1 = 0.0
        var p2 = 0.0
        var q = 0.0
        var q1 = 0.0
        var k = group.start + group.count
        while k > group.start {
            k -= 1
            p2 = p2 * z + 2 * p1
            p1 = p1 * z + p
            p = p * z + values[k]
            q1 = q1 * z + q
            q = q * z + slopes[k]
        }
        let weight = group.weight
        let w = weight * ya * yb
        let wp1 = w * p1
        let wp2 = w * p2
        let wq1 = w * q1
        target.gradient[a] += weight * yb * p + wp1
        target.gradient[b] += weight * ya * p - wp1
        target.slopeGradient[a] += weight * yb * q + wq1
        target.slopeGradient[b] += weight * ya * q - wq1
        target.half[a * target.count + a] += weight * yb * p1 + 0.5 * wp2
        target.half[b * target.count + b] += 0.5 * wp2 - weight * ya * p1
        target.half[a * target.count + b] += weight * (p + z * p1) - wp2
        return (w * p, w * q)
    }

    /// `R·f` by the product rule.
    private static func general(
        _ group: Group, _ rest: UnsafeBufferPointer<Int>, _ values: UnsafePointer<Double>, _ slopes: UnsafePointer<Double>,
        _ y: UnsafePointer<Double>, _ target: Target
    ) -> (value: Double, slope: Double) {
        let n = target.count
        let first = group.restStart
        let last = group.restStart + group.restCount
        if group.shape == .constant {
            let c = group.weight * values[group.start]
            let s = group.weight * slopes[group.start]
            if group.restCount == 2 {
                let a = rest[first]
                let b = rest[first + 1]
                target.gradient[a] += c * y[b]
                target.gradient[b] += c * y[a]
                target.slopeGradient[a] += s * y[b]
                target.slopeGradient[b] += s * y[a]
                target.half[a * n + b] += c
                return (c * y[a] * y[b], s * y[a] * y[b])
            }
            if group.restCount == 0 { return (c, s) }
        }
        var core = Core()
        core.fill(group, values, slopes, y)
        var product = group.weight
        for r in first..<last { product *= y[rest[r]] }
        let indices = (group.core.0, group.core.1, group.core.2, group.core.3)
        let m = group.coreCount
        withUnsafeBytes(of: indices) { raw in
            let variables = raw.assumingMemoryBound(to: Int.self)
            for i in 0..<m {
                let v = variables[i]
                target.gradient[v] += product * core.first[i]
                target.slopeGradient[v] += product * core.slopeFirst[i]
                target.half[v * n + v] += 0.5 * product * core.second(i, i)
                for j in i + 1..<max(m, i + 1) { target.half[v * n + variables[j]] += product * core.second(i, j) }
            }
            for r in first..<last {
                var without = group.weight
                for s in first..<last where s != r { without *= y[rest[s]] }
                let v = rest[r]
                target.gradient[v] += without * core.value
                target.slopeGradient[v] += without * core.slope
                for i in 0..<m { target.half[v * n + variables[i]] += without * core.first[i] }
                for s in r + 1..<max(last, r + 1) {
                    var both = group.weight
                    for t in first..<last where t != r && t != s { both *= y[rest[t]] }
                    target.half[v * n + rest[s]] += both * core.value
                }
            }
        }
        return (product * core.value, product * core.slope)
    }

    /// The core of one group with its derivatives in its own variables, at most four.
    private struct Core {
        var value = 0.0
        var slope = 0.0
        var first = SIMD4<Double>.zero
        var slopeFirst = SIMD4<Double>.zero
        /// Rows of the upper triangle.
        var rows = (SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero)

        @inline(__always) func second(_ i: Int, _ j: Int) -> Double {
            switch i {
            case 0: rows.0[j]
            case 1: rows.1[j]
            case 2: rows.2[j]
            default: rows.3[j]
            }
        }

        @inline(__always) mutating func fill(
            _ group: Group, _ values: UnsafePointer<Double>, _ slopes: UnsafePointer<Double>, _ y: UnsafePointer<Double>
        ) {
            switch group.shape {
            case .constant:
                value = values[group.start]
                slope = slopes[group.start]
            case .difference: fillDifference(group, values, slopes, y)
            case .ternary:
                let c = SIMD4(values[group.start], values[group.start + 1], values[group.start + 2], 0)
                let s = SIMD4(slopes[group.start], slopes[group.start + 1], slopes[group.start + 2], 0)
                let x = SIMD4(y[group.core.0], y[group.core.1], y[group.core.2], 1)
                // v_i = y_i + missing, and ∂v_i/∂y_j = δ_ij − 1/3.
                let missing = (1 - x[0] - x[1] - x[2]) / 3
                let v = SIMD4(x[0] + missing, x[1] + missing, x[2] + missing, 0)
                let third = SIMD4(1.0 / 3, 1.0 / 3, 1.0 / 3, 0)
                fillAffine(x, (c * v).sum(), c - c.sum() * third, (s * v).sum(), s - s.sum() * third)
            case .reciprocal:
                let x = SIMD4(y[group.core.0], y[group.core.1], y[group.core.2], y[group.core.3])
                let c = (values[group.start], values[group.start + 1], values[group.start + 2])
                let s = (slopes[group.start], slopes[group.start + 1], slopes[group.start + 2])
                fillAffine(
                    x, c.0 + c.1 * (x[2] - x[3]) + c.2 * (x[0] - x[1]), SIMD4(c.2, -c.2, c.1, -c.1),
                    s.0 + s.1 * (x[2] - x[3]) + s.2 * (x[0] - x[1]), SIMD4(s.2, -s.2, s.1, -s.1))
            }
        }

        private mutating func fillDifference(
            _ group: Group, _ values: UnsafePointer<Double>, _ slopes: UnsafePointer<Double>, _ y: UnsafePointer<Double>
        ) {
            let ya = y[group.core.0]
            let yb = y[group.core.1]
            let z = ya - yb
            var p = 0.0
            var p1 = 0.0
            var p2 = 0.0
            var q = 0.0
            var q1 = 0.0
            var k = group.start + group.count
            while k > group.start {
                k -= 1
                p2 = p2 * z + 2 * p1
                p1 = p1 * z + p
                p = p * z + values[k]
                q1 = q1 * z + q
                q = q * z + slopes[k]
            }
            let w = ya * yb
            value = w * p
            slope = w * q
            first = SIMD4(yb * p + w * p1, ya * p - w * p1, 0, 0)
            slopeFirst = SIMD4(yb * q + w * q1, ya * q - w * q1, 0, 0)
            rows.0 = SIMD4(2 * yb * p1 + w * p2, p + z * p1 - w * p2, 0, 0)
            rows.1 = SIMD4(0, w * p2 - 2 * ya * p1, 0, 0)
        }

        /// `f = M L` with `M` the product of the four numbers (the last is 1 for three variables) and `L` linear:
        /// `f_i = M_i L + M L_i`, `f_ij = M_ij L + M_i L_j + M_j L_i`, where `M_i` leaves out one factor and `M_ij` two.
        private mutating func fillAffine(
            _ x: SIMD4<Double>, _ form: Double, _ formFirst: SIMD4<Double>, _ formSlope: Double, _ formSlopeFirst: SIMD4<Double>
        ) {
            let front = x[0] * x[1]
            let back = x[2] * x[3]
            let product = front * back
            let without = SIMD4(x[1] * back, x[0] * back, front * x[3], front * x[2])
            value = product * form
            slope = product * formSlope
            first = without * form + product * formFirst
            slopeFirst = without * formSlope + product * formSlopeFirst
            rows.0 = SIMD4(0, back, x[1] * x[3], x[1] * x[2]) * form + without[0] * formFirst + without * formFirst[0]
            rows.1 = SIMD4(back, 0, x[0] * x[3], x[0] * x[2]) * form + without[1] * formFirst + without * formFirst[1]
            rows.2 = SIMD4(x[1] * x[3], x[0] * x[3], 0, front) * form + without[2] * formFirst + without * formFirst[2]
            rows.3 = SIMD4(x[1] * x[2], x[0] * x[2], front, 0) * form + without[3] * formFirst + without * formFirst[3]
        }
    }
}
