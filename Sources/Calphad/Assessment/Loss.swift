internal import Inference

/// What a standardised deviate costs: minus the log likelihood, up to a constant.
enum Loss: Sendable, Equatable {
    /// `½ z²`.
    case normal
    /// Student's t, scaled to a standard error of one for many degrees of freedom: an outlier cannot pull without limit.
    case student(degreesOfFreedom: Double)
    /// `−ln (s p + (1 − s)(1 − p))` with `p = ε/2 + (1 − ε) Φ(z)`.
    case probit(seen: Double, misreading: Double)
    /// `−ln (Φ(w − z) − Φ(−w − z))`.
    case bracket(halfWidth: Double)

    struct Value: Sendable {
        var loss: Double
        var slope: Double
        /// The second derivative; below zero beyond the shoulders of a Student distribution.
        var curvature: Double
        /// Never below zero, for steps: of a Student distribution the weight of its normal mixture.
        var weight: Double
    }

    func value(_ z: Double) -> Value {
        switch self {
        case .normal:
            return Value(loss: 0.5 * z * z, slope: z, curvature: 1, weight: 1)
        case .student(let freedom):
            let sum = freedom + z * z
            let weight = (freedom + 1) / sum
            return Value(
                loss: 0.5 * (freedom + 1) * Elementary.log1p(z * z / freedom), slope: weight * z,
                curvature: (freedom + 1) * (freedom - z * z) / (sum * sum), weight: weight)
        case .probit(let seen, let misreading):
            return Self.probit(z, seen, misreading)
        case .bracket(let halfWidth):
            return Self.bracket(z, halfWidth)
        }
    }

    private static func probit(_ z: Double, _ seen: Double, _ misreading: Double) -> Value {
        if misreading == 0, seen == 1 || seen == 0 {
            // In the far tail the density and the probability underflow, their ratio does not.
            let side = seen == 1 ? 1.0 : -1.0
            let logProbability = logNormalCumulative(side * z)
            let ratio = Elementary.exp(logDensity(z) - logProbability)
            let curvature = max(0, ratio * (ratio + side * z))
            return Value(loss: -logProbability, slope: -side * ratio, curvature: curvature, weight: curvature)
        }
        let share = (1 - misreading) * (2 * seen - 1)
        let p = misreading / 2 + (1 - misreading) * normalCumulative(z)
        let likelihood = max(seen * p + (1 - seen) * (1 - p), Double.leastNormalMagnitude)
        let density = normalDensity(z)
        let slope = -share * density / likelihood
        let curvature = slope * slope + share * z * density / likelihood
        // Fisher's information, which is what the curvature is on average.
        let expected = share * share * density * density / max(p * (1 - p), Double.leastNormalMagnitude)
        return Value(loss: -Elementary.log(likelihood), slope: slope, curvature: curvature, weight: max(curvature, expected))
    }

    private static func bracket(_ z: Double, _ width: Double) -> Value {
        // By symmetry z ≥ 0: then Φ(w − z) is the larger of the two.
        let side = z < 0 ? -1.0 : 1.0
        let u = abs(z)
        let upper = logNormalCumulative(width - u)
        let lower = logNormalCumulative(-width - u)
        let logProbability = upper + Elementary.log1p(-Elementary.exp(lower - upper))
        let near = Elementary.exp(logDensity(width - u) - logProbability)
        let far = Elementary.exp(logDensity(width + u) - logProbability)
        let slope = near - far
        let curvature = max(0, (width + u) * far + (width - u) * near + slope * slope)
        return Value(loss: -logProbability, slope: side * slope, curvature: curvature, weight: curvature)
    }

    private static func logDensity(_ z: Double) -> Double { -0.5 * z * z - 0.918_938_533_204_672_8 }
}
