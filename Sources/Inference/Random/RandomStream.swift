#if canImport(Glibc)
    import Glibc
#endif

/// A stream of random numbers that belongs to a key: the same seed and key give the same numbers, whoever asks, in whatever order.
///
/// The generator is xoshiro256** (Blackman and Vigna 2021, ACM Trans. Math. Softw. 47, 36), its state filled by SplitMix64 from the seed and
/// the key, each absorbed in turn. Streams of different keys are independent for all that a simulation can see.
public struct RandomStream: RandomNumberGenerator, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)
    /// The second half of a Box-Muller pair.
    private var spareNormal: Double?

    /// - Parameters:
    ///   - seed: The campaign's or the bench's.
    ///   - key: What the numbers are for, then which one: purpose, number.
    public init(seed: UInt64, key: UInt64...) {
        var mixer = SplitMix64(state: seed)
        var absorbed = mixer.next()
        for word in key {
            mixer = SplitMix64(state: absorbed ^ (word &* 0xD6E8_FEB8_6659_FD93))
            absorbed = mixer.next()
        }
        state = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
    }

    public mutating func next() -> UInt64 {
        let result = ((state.1 &* 5) << 7 | (state.1 &* 5) >> 57) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = state.3 << 45 | state.3 >> 19
        return result
    }

    /// Uniform in `0 ..< 1`, 53 bits.
    public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Standard normal, by Box and Muller.
    public mutating func normal() -> Double {
        if let spare = spareNormal {
            spareNormal = nil
            return spare
        }
        // 1 - u is in (0, 1], so the logarithm is finite.
        let radius = (-2 * log(1 - uniform())).squareRoot()
        let angle = 2 * Double.pi * uniform()
        spareNormal = radius * sin(angle)
        return radius * cos(angle)
    }

    /// As many standard normal numbers as asked for.
    public mutating func normals(_ count: Int) -> [Double] {
        var result = [Double]()
        result.reserveCapacity(count)
        for _ in 0..<count { result.append(normal()) }
        return result
    }

    /// Poisson with the given mean, `mean >= 0` and finite.
    ///
    /// Below 12 by multiplication of uniforms (Knuth); above by transformed rejection, PTRS (Hörmann 1993, Insurance Math. Econ. 12, 39).
    public mutating func poisson(mean: Double) -> Int {
        precondition(mean >= 0 && mean.isFinite, "a Poisson mean is finite and not negative")
        if mean < 12 { return poissonByMultiplication(mean) }
        let root = mean.squareRoot()
        let b = 0.931 + 2.53 * root
        let a = -0.059 + 0.02483 * b
        let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
        let edge = 0.9277 - 3.6224 / (b - 2)
        let logMean = log(mean)
        for _ in 0..<Self.maximumRejections {
            let u = uniform() - 0.5
            let v = uniform()
            let us = 0.5 - abs(u)
            let k = ((2 * a / us + b) * u + mean + 0.43).rounded(.down)
            if us >= 0.07, v <= edge { return Int(k) }
            if k < 0 || (us < 0.013 && v > us) { continue }
            if log(v * inverseAlpha / (a / (us * us) + b)) <= k * logMean - mean - logFactorial(k) { return Int(k) }
        }
        // Less likely than a cosmic ray: each trial accepts with more than 0.8.
        return Int(mean.rounded())
    }

    /// The chance of needing more is below 0.2^1000.
    private static let maximumRejections = 1_000

    private mutating func poissonByMultiplication(_ mean: Double) -> Int {
        let limit = exp(-mean)
        var product = uniform()
        var count = 0
        while product > limit && count < Self.maximumRejections {
            product *= uniform()
            count += 1
        }
        return count
    }
}

/// Steele, Lea and Flood 2014 (OOPSLA): fills states.
struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// `log k!`, by Stirling's series with three corrections (error below 1e-9 for `k >= 8`), by a product below.
func logFactorial(_ k: Double) -> Double {
    if k < 8 {
        var product = 1.0
        var factor = 2.0
        while factor <= k {
            product *= factor
            factor += 1
        }
        return log(product)
    }
    let n = k + 1
    let inverse = 1 / n
    let square = inverse * inverse
    return (n - 0.5) * log(n) - n + 0.918_938_533_204_672_8 + inverse * (1.0 / 12 - square * (1.0 / 360 - square / 1260))
}
