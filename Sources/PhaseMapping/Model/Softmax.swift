#if canImport(Glibc)
    import Glibc
#endif

/// `log Σ eˣ` without overflow; `-∞` for nothing, and for what is impossible throughout.
@inline(__always)
func logSumExp(over indices: some Collection<Int>, _ value: (_ index: Int) -> Double) -> Double {
    var largest = -Double.infinity
    for index in indices { largest = max(largest, value(index)) }
    guard largest > -.infinity else { return largest }
    var sum = 0.0
    for index in indices { sum += exp(value(index) - largest) }
    return largest + log(sum)
}

func logSumExp(_ logarithms: [Double]) -> Double { logSumExp(over: logarithms.indices) { logarithms[$0] } }

/// Turns logarithms of weights, each up to one constant, into probabilities: all of an array, or of each region at one point of `regions × points`.
///
/// - Returns: The largest logarithm, and the sum of the weights by that of the largest: `log Σ eˣ = largest + log sum`.
@discardableResult
func softmax(_ logarithms: inout [Double], from first: Int = 0, by step: Int = 1) -> (largest: Double, sum: Double) {
    logarithms.withUnsafeMutableBufferPointer { values in
        var largest = -Double.infinity
        for index in stride(from: first, to: values.count, by: step) { largest = max(largest, values[index]) }
        var sum = 0.0
        for index in stride(from: first, to: values.count, by: step) {
            values[index] = exp(values[index] - largest)
            sum += values[index]
        }
        for index in stride(from: first, to: values.count, by: step) { values[index] /= sum }
        return (largest, sum)
    }
}

/// `Σ log x` of many factors by few logarithms, which are slow: factors are multiplied as long as their product is a number.
struct LogProduct {
    private var sum = 0.0
    private var product = 1.0

    /// Of factors: a product within these bounds stays finite and normal by one more of them.
    static let smallest = 1e-140
    private static let largest = 0x1p512

    var logarithm: Double { sum + log(product) }

    mutating func multiply(by factor: Double) {
        product *= factor
        guard product < Self.smallest || product > Self.largest else { return }
        sum += log(product)
        product = 1
    }

    /// A factor by its logarithm.
    mutating func multiply(byExponentOf logarithm: Double) { sum += logarithm }

    /// `1 + e^x`, whose logarithm is `max(x, 0) + log(1 + e^−|x|)`.
    mutating func multiply(byOnePlusExponentOf x: Double) {
        sum += max(x, 0)
        multiply(by: 1 + exp(-abs(x)))
    }
}
