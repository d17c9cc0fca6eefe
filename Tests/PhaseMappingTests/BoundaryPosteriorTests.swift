import PhaseMapping
import Testing
import Tieline

@Suite struct BoundaryPosteriorTests {
    private let axis = Axis(name: "SN", unit: .moleFraction, minimum: 0.711, maximum: 0.949, resolution: 0.001)

    private func posterior() -> BoundaryPosterior {
        BoundaryPosterior(axis: axis, predictions: [0.85, 0.90, 0.94], bandwidth: 0.02, presentSide: .below, labelDeviation: 0.003)
    }

    private func sum(_ posterior: BoundaryPosterior) -> Double { posterior.probabilities.reduce(0, +) }

    @Test("Bisecting labels find a step, and the probabilities always sum to one")
    func bisection() {
        var posterior = posterior()
        let truth = 0.8837
        for _ in 0..<9 {
            let x = posterior.positions.max { posterior.mutualInformation(at: $0) < posterior.mutualInformation(at: $1) } ?? 0
            posterior.observe(x: x, probabilityPresent: x < truth ? 0.99 : 0.01)
            #expect(abs(sum(posterior) - 1) < 1e-12)
        }
        #expect(abs(posterior.estimate.value - truth) < 0.005)
        #expect(posterior.estimate.standardDeviation < 0.005)
    }

    @Test("A label that knows nothing changes nothing")
    func ignorance() {
        var posterior = posterior()
        let before = posterior.probabilities
        posterior.observe(x: 0.88, probabilityPresent: 0.5)
        #expect(zip(before, posterior.probabilities).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    @Test("Labels that contradict each other leave a distribution, not a NaN")
    func contradiction() {
        var posterior = posterior()
        for _ in 0..<400 {
            posterior.observe(x: 0.75, probabilityPresent: 0)
            posterior.observe(x: 0.94, probabilityPresent: 1)
        }
        #expect(abs(sum(posterior) - 1) < 1e-9)
    }

    @Test("Far from the boundary a label tells nothing, at the median it tells most")
    func information() {
        let posterior = posterior()
        #expect(posterior.mutualInformation(at: 0.72) < 0.05)
        #expect(posterior.mutualInformation(at: 0.90) > 0.3)
    }
}
