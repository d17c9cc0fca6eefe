import Inference
import Testing

@Suite struct RandomStreamTests {
    @Test("The same key gives the same numbers, another key or seed gives others")
    func keys() {
        var first = RandomStream(seed: 1, key: 2, 3)
        var again = RandomStream(seed: 1, key: 2, 3)
        var swapped = RandomStream(seed: 1, key: 3, 2)
        var other = RandomStream(seed: 2, key: 2, 3)
        for _ in 0..<100 {
            let number = first.next()
            #expect(number == again.next())
            #expect(number != swapped.next())
            #expect(number != other.next())
        }
    }

    /// Four standard errors of the mean: a correct generator fails one run in 16,000, and the seed is fixed.
    @Test("Means and variances of uniform, normal and Poisson numbers", arguments: [0.3, 5, 11.9, 12.1, 100, 2_100])
    func moments(mean: Double) {
        var stream = RandomStream(seed: 7, key: UInt64(mean * 10))
        let count = 20_000
        let numbers = (0..<count).map { _ in Double(stream.poisson(mean: mean)) }
        let average = numbers.reduce(0, +) / Double(count)
        let variance = numbers.reduce(0) { $0 + ($1 - average) * ($1 - average) } / Double(count - 1)
        #expect(abs(average - mean) < 4 * (mean / Double(count)).squareRoot())
        // The variance of a sample variance of a Poisson number: (μ + 2 μ²) / n.
        #expect(abs(variance - mean) < 4 * ((mean + 2 * mean * mean) / Double(count)).squareRoot())
        let normals = stream.normals(count)
        #expect(abs(normals.reduce(0, +) / Double(count)) < 4 / Double(count).squareRoot())
        #expect(abs(normals.reduce(0) { $0 + $1 * $1 } / Double(count) - 1) < 4 * (2 / Double(count)).squareRoot())
    }

    @Test("A Poisson number of mean zero is zero") func zero() {
        var stream = RandomStream(seed: 1)
        #expect((0..<100).allSatisfy { _ in stream.poisson(mean: 0) == 0 })
    }

    @Test("Poisson frequencies about the switch of methods agree with e^-μ μ^k / k!", arguments: [11.5, 12.5])
    func frequencies(mean: Double) {
        var stream = RandomStream(seed: 3, key: UInt64(mean * 10))
        let count = 50_000
        var seen = [Int](repeating: 0, count: 60)
        for _ in 0..<count { seen[min(stream.poisson(mean: mean), 59)] += 1 }
        var chiSquare = 0.0
        var cells = 0.0
        var density = exponential(-mean)
        for k in 0..<40 {
            let expected = density * Double(count)
            if expected > 20 {
                chiSquare += (Double(seen[k]) - expected) * (Double(seen[k]) - expected) / expected
                cells += 1
            }
            density *= mean / Double(k + 1)
        }
        // Mean of χ² is its cells, its standard deviation √(2 cells).
        #expect(chiSquare < cells + 4 * (2 * cells).squareRoot())
    }

    /// e^x by its series on a halved argument: independent of the library that the generator uses.
    private func exponential(_ x: Double) -> Double {
        var term = 1.0
        var sum = 1.0
        for k in 1...40 {
            term *= (x / 64) / Double(k)
            sum += term
        }
        return (0..<6).reduce(sum) { value, _ in value * value }
    }
}
