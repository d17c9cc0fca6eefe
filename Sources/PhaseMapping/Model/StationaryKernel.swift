#if canImport(Glibc)
    import Glibc
#endif

/// A correlation that falls with the scaled distance `d = √Σ (Δᵢ/ℓᵢ)²` (Rasmussen and Williams 2006, section 4.2.1).
public enum StationaryKernel: String, Hashable, Sendable, Codable, CaseIterable {
    /// Continuous, with a kink at every point: the roughest of the four.
    case exponential
    case matern32
    case matern52
    case squaredExponential

    /// - Parameter squaredDistance: `d²`, at least 0.
    /// - Returns: 1 at distance 0.
    public func correlation(squaredDistance: Double) -> Double {
        switch self {
        case .exponential: return exp(-squaredDistance.squareRoot())
        case .matern32:
            let s = (3 * squaredDistance).squareRoot()
            return (1 + s) * exp(-s)
        case .matern52:
            let s = (5 * squaredDistance).squareRoot()
            return (1 + s + s * s / 3) * exp(-s)
        case .squaredExponential: return exp(-0.5 * squaredDistance)
        }
    }
}
