#if canImport(Glibc)
    import Glibc
#endif

extension StationaryKernel {
    /// Of many points at once: every squared distance becomes its correlation, to 1e-14 of it and 1e-300.
    ///
    /// The same as ``correlation(squaredDistance:)`` one by one, in a form that compilers turn into vector instructions: predictions at thousands of places ask for
    /// millions of exponentials.
    func correlate(_ values: UnsafeMutableBufferPointer<Double>) {
        switch self {
        case .exponential: for index in values.indices { values[index] = Self.exponential(-values[index].squareRoot()) }
        case .matern32:
            for index in values.indices {
                let s = (3 * values[index]).squareRoot()
                values[index] = (1 + s) * Self.exponential(-s)
            }
        case .matern52:
            for index in values.indices {
                let s = (5 * values[index]).squareRoot()
                values[index] = (1 + s + s * s / 3) * Self.exponential(-s)
            }
        case .squaredExponential: for index in values.indices { values[index] = Self.exponential(-0.5 * values[index]) }
        }
    }

    /// `e^x` of a number that is not positive: `2ⁿ eʳ` with `|r| ≤ ½ ln 2`, and Taylor's polynomial of `eʳ`. Below −700 it is that of −700.
    @inline(__always)
    private static func exponential(_ x: Double) -> Double {
        let x = max(x, -700)
        // Adding 1.5 · 2⁵² rounds to an integer, which is then in the lowest bits.
        let shifted = x * 1.442_695_040_888_963_4 + 6_755_399_441_055_744
        let n = shifted - 6_755_399_441_055_744
        let r = (x - n * 0.693_147_180_369_123_8) - n * 1.908_214_929_270_587_7e-10
        var sum = 1.0 / 6_227_020_800
        sum = sum * r + 1.0 / 479_001_600
        sum = sum * r + 1.0 / 39_916_800
        sum = sum * r + 1.0 / 3_628_800
        sum = sum * r + 1.0 / 362_880
        sum = sum * r + 1.0 / 40_320
        sum = sum * r + 1.0 / 5_040
        sum = sum * r + 1.0 / 720
        sum = sum * r + 1.0 / 120
        sum = sum * r + 1.0 / 24
        sum = sum * r + 1.0 / 6
        sum = sum * r + 0.5
        sum = sum * r + 1
        sum = sum * r + 1
        return sum * Double(bitPattern: (shifted.bitPattern &+ 1023) &<< 52)
    }
}
