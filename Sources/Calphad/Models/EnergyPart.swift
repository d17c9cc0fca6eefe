/// What a model adds up in one set of variables: a polynomial, and functions of polynomials.
struct EnergyPart: Sendable {
    struct Contribution: Sendable {
        var function: EnergyFunction
        /// One for each quantity of the function.
        var quantities: [SiteProgram]
        var weight: Double
    }

    var program = SiteProgram()
    var contributions: [Contribution] = []
    /// Variables the part is written in.
    var variableCount = 0

    /// One past the highest coefficient any program reads.
    var coefficientBound: Int {
        contributions.reduce(program.coefficientBound) { bound, one in one.quantities.reduce(bound) { max($0, $1.coefficientBound) } }
    }
    var variableBound: Int {
        contributions.reduce(program.variableBound) { bound, one in one.quantities.reduce(bound) { max($0, $1.variableBound) } }
    }
    /// Numbers of scratch storage that ``addDerivatives(_:_:_:to:scratch:)`` needs.
    var scratchCount: Int {
        contributions.isEmpty ? 0 : EnergyFunction.maximumQuantities * variableCount * (variableCount + 2)
    }

    /// Parameter values at one temperature, as pointers for the inner loops.
    struct Parameters {
        var temperature: Double
        var gasConstant: Double
        var values: UnsafePointer<Double>
        var slopes: UnsafePointer<Double>
    }

    @inline(__always) func value(_ parameters: Parameters, _ y: UnsafePointer<Double>) -> Double {
        var total = program.value(parameters.values, y)
        if !contributions.isEmpty {
            for contribution in contributions {
                var quantities = SIMD4<Double>.zero
                for (place, program) in contribution.quantities.enumerated() { quantities[place] = program.value(parameters.values, y) }
                total +=
                    contribution.weight
                    * contribution.function.point(parameters.temperature, quantities, gasConstant: parameters.gasConstant).value
            }
        }
        return total
    }

    /// Adds gradient, half Hessian and slope gradient to the target; returns the value and its temperature slope.
    ///
    /// - Precondition: the pointers hold as many numbers as the bounds and ``scratchCount`` say.
    @inline(__always) func addDerivatives(
        _ parameters: Parameters, _ y: UnsafePointer<Double>, to target: SiteProgram.Target, scratch: UnsafeMutablePointer<Double>
    ) -> (value: Double, slope: Double) {
        var sum = program.addDerivatives(parameters.values, parameters.slopes, y, to: target)
        if !contributions.isEmpty {
            for contribution in contributions {
                let one = Self.add(contribution, parameters, y, to: target, scratch)
                sum = (sum.value + one.value, sum.slope + one.slope)
            }
        }
        return sum
    }

    /// The chain rule, for a function `f(T, p₁…)` whose quantities depend on temperature too:
    ///
    ///     ∂G/∂T = f_T + Σ f_a p_aT
    ///     ∇G    = Σ f_a ∇p_a                ∂∇G/∂T = Σ_a (f_aT + Σ_b f_ab p_bT) ∇p_a + f_a ∇p_aT
    ///     ∇∇G   = Σ f_a ∇∇p_a + Σ f_ab ∇p_a ∇p_bᵀ
    private static func add(
        _ contribution: Contribution, _ parameters: Parameters, _ y: UnsafePointer<Double>, to target: SiteProgram.Target,
        _ scratch: UnsafeMutablePointer<Double>
    ) -> (value: Double, slope: Double) {
        let n = target.count
        let stride = n * (n + 2)
        let m = contribution.quantities.count
        scratch.update(repeating: 0, count: m * stride)
        var quantities = SIMD4<Double>.zero
        var quantitySlopes = SIMD4<Double>.zero
        for place in 0..<m {
            let base = scratch + place * stride
            let inner = SiteProgram.Target(count: n, gradient: base, half: base + 2 * n, slopeGradient: base + n)
            let sum = contribution.quantities[place].addDerivatives(parameters.values, parameters.slopes, y, to: inner)
            quantities[place] = sum.value
            quantitySlopes[place] = sum.slope
        }
        let f = contribution.function.point(parameters.temperature, quantities, gasConstant: parameters.gasConstant)
        let weight = contribution.weight
        for a in 0..<m {
            let gradient = scratch + a * stride
            let first = weight * f.first[a]
            let warm = weight * (f.firstTemperature[a] + (f.second(a) * quantitySlopes).sum())
            if first == 0, warm == 0 { continue }
            for i in 0..<n {
                target.gradient[i] += first * gradient[i]
                target.slopeGradient[i] += warm * gradient[i] + first * gradient[n + i]
            }
            for i in 0..<n * n { target.half[i] += first * gradient[2 * n + i] }
            for b in 0..<m {
                let other = scratch + b * stride
                let second = 0.5 * weight * f.second(a)[b]
                if second == 0 { continue }
                for i in 0..<n {
                    let scaled = second * gradient[i]
                    for j in 0..<n { target.half[i * n + j] += scaled * other[j] }
                }
            }
        }
        return (weight * f.value, weight * (f.temperature + (f.first * quantitySlopes).sum()))
    }

    /// The second temperature derivative at constant site fractions, given that of the parameters.
    func temperatureCurvature(_ parameters: Parameters, curvatures: UnsafePointer<Double>, _ y: UnsafePointer<Double>) -> Double {
        var total = program.value(curvatures, y)
        for contribution in contributions {
            var p = SIMD4<Double>.zero
            var slope = SIMD4<Double>.zero
            var curvature = SIMD4<Double>.zero
            for (place, program) in contribution.quantities.enumerated() {
                p[place] = program.value(parameters.values, y)
                slope[place] = program.value(parameters.slopes, y)
                curvature[place] = program.value(curvatures, y)
            }
            let f = contribution.function.point(parameters.temperature, p, gasConstant: parameters.gasConstant)
            var second = f.temperatureTwice + (2 * f.firstTemperature * slope + f.first * curvature).sum()
            for a in contribution.quantities.indices { second += slope[a] * (f.second(a) * slope).sum() }
            total += contribution.weight * second
        }
        return total
    }
}
