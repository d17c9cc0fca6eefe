import Inference

#if canImport(Glibc)
    import Glibc
#endif

/// The prior of a hyper-parameter, written as a function of a standard normal number `u`: `θ = F⁻¹(Φ(u))`.
///
/// So every unknown of the learner is standard normal before the data, hyper-parameters and latent fields alike, and one sampler serves all.
public enum HyperParameterPrior: Hashable, Sendable, Codable {
    case fixed(Double)
    case uniform(Double, Double)
    /// `θ²` is uniform between the squares: for a standard deviation whose variance has a uniform prior.
    case uniformSquare(Double, Double)
    case logUniform(Double, Double)
    /// `log θ` is normal with this standard deviation about the logarithm of the median.
    case logNormal(median: Double, logDeviation: Double)
    /// Exactly 0, or `value` with this probability: the weight of a statement that either holds or says nothing.
    case zeroOr(value: Double, probability: Double)
    /// The standard normal number itself, of either sign: one coordinate of a direction.
    case standardNormal

    /// Whether there is anything to infer.
    public var isFixed: Bool {
        if case .fixed = self { true } else { false }
    }

    /// `θ` of the standard normal number `white`; rising.
    public func value(white: Double) -> Double {
        switch self {
        case .fixed(let value): value
        case .uniform(let low, let high): low + (high - low) * normalCumulative(white)
        case .uniformSquare(let low, let high): (low * low + (high * high - low * low) * normalCumulative(white)).squareRoot()
        case .logUniform(let low, let high): low * exp(log(high / low) * normalCumulative(white))
        case .logNormal(let median, let deviation): median * exp(deviation * white)
        case .zeroOr(let value, let probability): normalCumulative(white) < 1 - probability ? 0 : value
        case .standardNormal: white
        }
    }

    /// The standard normal number of `value`, clamped to `±4`; 0 for a fixed one.
    public func white(value: Double) -> Double {
        let share: Double
        switch self {
        case .fixed: return 0
        case .uniform(let low, let high): share = (value - low) / (high - low)
        case .uniformSquare(let low, let high): share = (value * value - low * low) / (high * high - low * low)
        case .logUniform(let low, let high): share = log(value / low) / log(high / low)
        case .logNormal(let median, let deviation): return min(max(log(value / median) / deviation, -4), 4)
        case .standardNormal: return min(max(value, -4), 4)
        // The middle of either half.
        case .zeroOr(_, let probability): share = value > 0 ? 1 - probability / 2 : (1 - probability) / 2
        }
        return normalQuantile(min(max(share, 3.2e-5), 1 - 3.2e-5))
    }
}
