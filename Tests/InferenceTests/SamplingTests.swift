import Inference
import LinearAlgebra
import Testing

@Suite struct SamplingTests {
    /// A normal prior of unit variance and one observation y = 1 with variance 1: the posterior has mean 0.5 and variance 0.5.
    @Test("Elliptical slices about the prior, and about a shifted and wider normal, reach the same known posterior", arguments: [0.0, 2.0])
    func conjugate(centre: Double) throws {
        let scale = centre == 0 ? 1.0 : 3.0
        let sampler = EllipticalSliceSampler(
            mean: [centre], covarianceFactor: try CholeskyFactor(ofPositiveDefinite: Matrix(rows: 1, columns: 1, elements: [scale])))
        let target = { (z: [Double]) in -0.5 * z[0] * z[0] - 0.5 * (z[0] - 1) * (z[0] - 1) }
        var chains: [[Double]] = []
        for chain in 0..<4 {
            var stream = RandomStream(seed: 11, key: UInt64(chain))
            var z = [Double(chain) * 4 - 6]
            var density = target(z)
            var draws: [Double] = []
            for step in 0..<2_600 {
                sampler.step(&z, logDensity: &density, &stream, target: target)
                if step >= 100 { draws.append(z[0]) }
            }
            chains.append(draws)
        }
        let diagnostics = ChainDiagnostics(chains: chains)
        let rHat = try #require(diagnostics.splitRHat)
        #expect(rHat < 1.01)
        let all = chains.flatMap(\.self)
        let moments = weightedMoments(all, weights: Array(repeating: 1, count: all.count))
        let error = 4 * (0.5 / diagnostics.effectiveDraws).squareRoot()
        #expect(abs(moments.mean - 0.5) < error)
        #expect(abs(moments.standardDeviation - 0.5.squareRoot()) < error)
    }

    @Test("Chains that disagree say so")
    func disagreement() throws {
        var stream = RandomStream(seed: 5)
        let chains = [0.0, 10].map { centre in (0..<200).map { _ in centre + stream.normal() } }
        #expect(try #require(ChainDiagnostics(chains: chains).splitRHat) > 3)
    }

    @Test("Chains of one number agree and count in full, whatever rounding makes of their mean", arguments: [0.1, 1, -1e9 / 3])
    func constants(number: Double) {
        let same = ChainDiagnostics(chains: Array(repeating: Array(repeating: number, count: 80), count: 4))
        #expect(same.splitRHat == 1 && same.effectiveDraws == 320)
        let apart = ChainDiagnostics(chains: [number, 2 * number].map { Array(repeating: $0, count: 80) })
        #expect(apart.splitRHat == .infinity && apart.effectiveDraws == 0)
    }

    @Test("Independent draws count in full, a slow walk counts little")
    func effectiveDraws() {
        var stream = RandomStream(seed: 6)
        let white = (0..<4).map { _ in stream.normals(500) }
        #expect(ChainDiagnostics(chains: white).effectiveDraws > 1_500)
        let walk = (0..<4).map { _ in
            stream.normals(500).reduce(into: [Double]()) { $0.append(0.95 * ($0.last ?? 0) + $1) }
        }
        #expect(ChainDiagnostics(chains: walk).effectiveDraws < 200)
    }

    @Test("A fast alternation does not hide a slow wave: 0.9 AR(−0.5) + 0.1 AR(0.95) is worth 1 in 4.2")
    func alternationAndWave() {
        var stream = RandomStream(seed: 7)
        func process(_ coefficient: Double, variance: Double) -> [Double] {
            let step = (variance * (1 - coefficient * coefficient)).squareRoot()
            return stream.normals(2_000).reduce(into: [Double]()) {
                $0.append($0.isEmpty ? variance.squareRoot() * $1 : coefficient * $0[$0.count - 1] + step * $1)
            }
        }
        let chains = (0..<4).map { _ in zip(process(-0.5, variance: 0.9), process(0.95, variance: 0.1)).map(+) }
        // 1 + 2 Σ ρ = 1 + 2 (0.9 · (−1/3) + 0.1 · 19) = 4.2: 1905 of 8000.
        let effective = ChainDiagnostics(chains: chains).effectiveDraws
        #expect(effective > 1_300 && effective < 2_800, "\(effective)")
    }
}
