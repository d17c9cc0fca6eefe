#if canImport(Glibc)
    import Glibc
#endif

/// Φ(z), the probability that a standard normal number is below `z`.
public func normalCumulative(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

/// log Φ(z), good to 1e-7 relative in the far lower tail, where Φ itself underflows.
public func logNormalCumulative(_ z: Double) -> Double {
    if z > -10 { return log(normalCumulative(z)) }
    // Φ(z) = φ(z)/|z| · (1 − 1/z² + 3/z⁴ − 15/z⁶ + …), Abramowitz and Stegun 26.2.12.
    let square = 1 / (z * z)
    let series = 1 - square * (1 - square * (3 - square * (15 - square * 105)))
    return -0.5 * z * z - log(-z) - 0.918_938_533_204_672_8 + log(series)
}

/// The density of a standard normal number at `z`.
public func normalDensity(_ z: Double) -> Double { exp(-0.5 * z * z) / (2 * Double.pi).squareRoot() }

/// `z` with Φ(z) = p, `0 < p < 1`.
public func normalQuantile(_ p: Double) -> Double {
    precondition(p > 0 && p < 1, "a quantile belongs to a probability between 0 and 1")
    // Bisection on a monotone function: 60 halvings of [-40, 40] reach the last bit, and nothing needs to be believed.
    var low = -40.0
    var high = 40.0
    for _ in 0..<60 {
        let middle = 0.5 * (low + high)
        if normalCumulative(middle) < p { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
}
