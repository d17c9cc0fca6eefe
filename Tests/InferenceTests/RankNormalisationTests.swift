import Inference
import Testing

@Suite struct RankNormalisationTests {
    private func normals(_ chains: Int, _ transform: (_ chain: Int, _ value: Double) -> Double) -> [[Double]] {
        var stream = RandomStream(seed: 41)
        return (0..<chains).map { chain in stream.normals(400).map { transform(chain, $0) } }
    }

    @Test("Chains of one Cauchy distribution agree by their ranks, whatever the outliers")
    func heavyTails() throws {
        var stream = RandomStream(seed: 42)
        let chains = (0..<4).map { _ in (0..<400).map { _ in stream.normal() / stream.normal() } }
        #expect(try #require(RankNormalisation(count: 1_600).splitRHat(chains)) < 1.01)
    }

    @Test("A chain that is three times as wide is seen, though its mean is that of the others")
    func width() throws {
        let chains = normals(4) { $0 == 0 ? 3 * $1 : $1 }
        #expect(try #require(ChainDiagnostics(chains: chains).splitRHat) < 1.01)
        #expect(try #require(RankNormalisation(count: 1_600).splitRHat(chains)) > 1.05)
    }

    @Test("A chain that stands aside is seen; equal values have equal ranks")
    func location() throws {
        #expect(try #require(RankNormalisation(count: 1_600).splitRHat(normals(4) { $0 == 0 ? $1 + 1 : $1 })) > 1.05)
        #expect(RankNormalisation(count: 1_600).splitRHat(normals(4) { _, _ in 2 }) == 1)
    }
}
