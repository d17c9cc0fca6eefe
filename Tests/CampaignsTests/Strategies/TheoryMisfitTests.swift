@testable import Campaigns
import Foundation
import Inference
import Testing
import Tieline

@Suite struct TheoryMisfitTests {
    private let theory = TheorySpecification(
        database: "", components: ["A", "B"], phases: ["LIQUID"], free: [FreeParameter(parameter: "L(LIQUID,A,B;0)", standardDeviation: 1000)],
        discrepancy: [FreeParameter(parameter: "L(LIQUID,A,B;2)", standardDeviation: 400)])

    /// Draws of a normal posterior of the discrepancy, in units of its prior.
    private func draws(mean: Double, deviation: Double) -> [[Double]] {
        var stream = RandomStream(seed: 3, key: 1)
        return (0..<4000).map { _ in [stream.normal(), mean + deviation * stream.normal()] }
    }

    @Test("A term that the patterns need is named with its size and its evidence: ln(σ) + m²/2σ² of the Savage-Dickey ratio")
    func needed() throws {
        let misfit = try #require(TheoryMisfit(theory, draws: draws(mean: -1.5, deviation: 0.3)))
        // ln 0.3 + 1.5²/(2·0.09) = 11.3 nats; the draws' own moments scatter by some per cent.
        #expect(abs(misfit.logEvidence[0] - 11.3) < 1)
        let sentence = try #require(misfit.sentences.first)
        #expect(sentence.contains("L(LIQUID,A,B;2)") && sentence.contains("misfits") && sentence.contains("J/mol"))
    }

    @Test("A term that the patterns do not need, or say nothing of, is not mentioned")
    func needless() throws {
        // Known to be near zero: evidence against it, ln 0.1 + 0.
        let against = try #require(TheoryMisfit(theory, draws: draws(mean: 0, deviation: 0.1)))
        #expect(against.logEvidence[0] < -2 && against.sentences.isEmpty)
        let unknown = try #require(TheoryMisfit(theory, draws: draws(mean: 0, deviation: 1)))
        #expect(abs(unknown.logEvidence[0]) < 0.1 && unknown.sentences.isEmpty)
    }

    @Test("A theory without such terms has nothing to say")
    func without() {
        var plain = theory
        plain.discrepancy = []
        #expect(TheoryMisfit(plain, draws: [[0.0]]) == nil)
    }
}
