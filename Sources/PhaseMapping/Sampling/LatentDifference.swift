import LinearAlgebra

#if canImport(Glibc)
    import Glibc
#endif

/// The difference between the latents of two regions, given the regions of all points, their sum and the other latents; and the normal distribution that has the
/// mode and the curvature of its posterior (Rasmussen and Williams 2006, section 3.4).
///
/// With `z = (z₁ − z₂)/√2` of the white latents, `g₁ − g₂ = m₁ − m₂ + √2 σ L z`. The posterior of `z` is log-concave: one mode.
struct LatentDifference {
    private enum Owner { case first, second, other }

    private let first: Int
    private let second: Int
    /// The white difference of the state.
    let white: [Double]
    /// `σ/√2`, by which `L z` becomes half the difference.
    private let scale: Double
    private let factor: CholeskyFactor
    /// Half the sum of both latents, and half of what is expected of their difference.
    private let middle: [Double]
    private let expected: [Double]
    /// `log Σ e^g` over all other regions; `-∞` where there are none.
    private let rest: [Double]
    /// Of the region of each point.
    private let own: [Double]
    private let owners: [Owner]

    /// Most modes are found in six.
    private static let maximumSteps = 30
    private static let maximumHalvings = 10

    init(_ first: Int, _ second: Int, _ state: PhaseMapState, _ target: PhaseMapTarget) {
        let points = target.points
        let (one, other) = ((first * points)..<((first + 1) * points), (second * points)..<((second + 1) * points))
        self.first = first
        self.second = second
        factor = state.factor
        scale = target.layout.value(target.layout.fieldDeviation, state.whiteHyperParameters) / 2.0.squareRoot()
        white = zip(state.whiteLatents[one], state.whiteLatents[other]).map { ($0 - $1) / 2.0.squareRoot() }
        middle = zip(state.latents[one], state.latents[other]).map { 0.5 * ($0 + $1) }
        let means = target.means(state.whiteHyperParameters)
        expected = zip(means[one], means[other]).map { 0.5 * ($0 - $1) }
        rest = target.logSum(state.latents) { $0 != first && $0 != second }
        own = state.assignments.indices.map { state.latents[state.assignments[$0] * points + $0] }
        owners = state.assignments.map { $0 == first ? .first : $0 == second ? .second : .other }
    }

    /// Writes another white difference, and with the same sum what it makes of both white latents.
    func place(_ next: [Double], in state: inout PhaseMapState) {
        let points = white.count
        for point in 0..<points {
            let change = (next[point] - white[point]) / 2.0.squareRoot()
            state.whiteLatents[first * points + point] += change
            state.whiteLatents[second * points + point] -= change
        }
    }

    /// The mode, and the Cholesky factor of the curvature there, by Newton's method.
    func approximation() throws(LinearAlgebraError) -> (mode: [Double], precision: CholeskyFactor) {
        var mode = [Double](repeating: 0, count: white.count)
        var value = logDensity(mode)
        var (gradient, precision) = try expansion(mode)
        for _ in 0..<Self.maximumSteps {
            let step = precision.divide(transposed: true, precision.divide(gradient))
            var length = 1.0
            var next = zip(mode, step).map { $0 + $1 }
            var nextValue = logDensity(next)
            for _ in 0..<Self.maximumHalvings where !(nextValue >= value) {
                length /= 2
                next = zip(mode, step).map { $0 + length * $1 }
                nextValue = logDensity(next)
            }
            let gain = nextValue - value
            guard gain > 0 else { break }
            (mode, value) = (next, nextValue)
            (gradient, precision) = try expansion(mode)
            // Newton's method squares the error: the mode is good to the last bits that matter.
            if gain < 1e-6 { break }
        }
        return (mode, precision)
    }

    /// `log p(regions | all latents) − ½ z²`.
    func logDensity(_ white: [Double]) -> Double {
        let halves = factor.multiply(white)
        var sum = 0.0
        for point in halves.indices {
            let half = expected[point] + scale * halves[point]
            let (first, second) = (middle[point] + half, middle[point] - half)
            let largest = max(first, second, rest[point])
            let total = largest + log(exp(first - largest) + exp(second - largest) + exp(rest[point] - largest))
            switch owners[point] {
            case .first: sum += first - total
            case .second: sum += second - total
            case .other: sum += own[point] - total
            }
        }
        for number in white { sum -= 0.5 * number * number }
        return sum
    }

    private func expansion(_ white: [Double]) throws(LinearAlgebraError) -> (gradient: [Double], precision: CholeskyFactor) {
        let halves = factor.multiply(white)
        let count = white.count
        var slopes = [Double](repeating: 0, count: count)
        var scaled = factor.lower
        for point in halves.indices {
            let half = expected[point] + scale * halves[point]
            let (first, second) = (middle[point] + half, middle[point] - half)
            let largest = max(first, second, rest[point])
            let (one, other) = (exp(first - largest), exp(second - largest))
            let total = one + other + exp(rest[point] - largest)
            let difference = (one - other) / total
            slopes[point] = scale * ((owners[point] == .first ? 1 : owners[point] == .second ? -1 : 0) - difference)
            let root = scale * max((one + other) / total - difference * difference, 0).squareRoot()
            for column in 0...point { scaled.elements[point * count + column] *= root }
        }
        var gradient = factor.multiply(transposed: true, slopes)
        for index in 0..<count { gradient[index] -= white[index] }
        var precision = try Matrix.product(scaled, scaled, transposingLeft: true)
        for index in 0..<count { precision[index, index] += 1 }
        return (gradient, try CholeskyFactor(inPlaceOf: precision))
    }
}
