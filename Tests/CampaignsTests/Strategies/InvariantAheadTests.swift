@testable import Campaigns
import Inference
import Testing

@Suite struct InvariantAheadTests {
    private func ahead(mean: Double, deviation: Double, target: Double = 1, largestStep: Double = 30) -> InvariantAhead {
        // Quantiles of a normal distribution instead of draws, cut at the present temperature as a bracket cuts them.
        let draws = (0..<400).map { mean + deviation * normalQuantile((Double($0) + 0.5) / 400) }.filter { $0 > 0 }
        return InvariantAhead(draws, stepKelvin: 0.5, largestStepKelvin: largestStep, targetKelvin: target, offsetKelvin: 0.3)
    }

    @Test("Far below the eutectic the step is the longest allowed, where it may be next the step is of the size of the wanted precision")
    func steps() {
        #expect(ahead(mean: 80, deviation: 6).bestStep == 30)
        let near = ahead(mean: 5, deviation: 6)
        #expect((1.0...3.5).contains(near.bestStep))
    }

    @Test("Steps shorten as the eutectic comes nearer")
    func shortening() {
        let steps = [60.0, 40, 30, 20, 10].map { ahead(mean: $0, deviation: 12).bestStep }
        #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 >= $1 })
        #expect((steps.first ?? 0) > (steps.last ?? 0))
    }

    @Test("Who wants twice the precision takes shorter steps, and more of them")
    func precision() {
        let coarse = ahead(mean: 12, deviation: 12, target: 2)
        let fine = ahead(mean: 12, deviation: 12, target: 1)
        #expect(fine.bestStep < coarse.bestStep)
        #expect(fine.expectedPatterns > coarse.expectedPatterns)
    }

    @Test("An eutectic that is known already costs no more than the steps to it")
    func certainty() {
        let known = ahead(mean: 50, deviation: 0.2)
        #expect(known.bestStep <= 30)
        #expect(known.expectedPatterns < 6)
    }

    @Test("An axis that ends at the present temperature still gives one step, and no draws give the longest")
    func ends() {
        #expect(ahead(mean: 5, deviation: 6, largestStep: 0).bestStep == 0.5)
        let nothing = InvariantAhead([], stepKelvin: 0.5, largestStepKelvin: 30, targetKelvin: 1, offsetKelvin: 0.3)
        #expect(nothing.bestStep.isFinite)
    }
}
