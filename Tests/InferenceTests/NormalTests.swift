import Inference
import Testing

/// Reference values: Abramowitz and Stegun, table 26.1 and 26.2.
@Suite struct NormalTests {
    @Test("Φ(z) as tabulated", arguments: [(0.0, 0.5), (1.0, 0.841344746068543), (2.0, 0.977249868051821), (-3.0, 0.001349898031630)])
    func cumulative(z: Double, p: Double) { #expect(abs(normalCumulative(z) - p) < 1e-14) }

    /// -log₁₀ of Φ(-z): z = 10 gives 23.11805, z = 20 gives 88.56010 (table 26.2).
    @Test("log Φ(z) far in the tail", arguments: [(-10.0, 23.11805), (-20.0, 88.56010), (-50.0, 544.96634)])
    func tail(z: Double, minusLog10: Double) { #expect(abs(-logNormalCumulative(z) / 2.302585092994046 - minusLog10) < 1e-5) }

    @Test("log Φ is continuous where the series takes over")
    func continuity() { #expect(abs(logNormalCumulative(-9.999999) - logNormalCumulative(-10.000001)) < 1e-4) }

    @Test("A quantile undoes a probability", arguments: [1e-6, 0.05, 0.5, 0.9, 0.999])
    func quantiles(p: Double) { #expect(abs(normalCumulative(normalQuantile(p)) / p - 1) < 1e-10) }

    @Test("Quantiles of a sample by linear interpolation")
    func sampleQuantile() {
        #expect(quantile(0.5, ofSorted: [1, 2, 4]) == 2)
        #expect(quantile(0.25, ofSorted: [1, 2, 4]) == 1.5)
        #expect(quantile(1, ofSorted: [1, 2, 4]) == 4)
        #expect(quantile(0.5, ofSorted: []) == nil)
    }
}
