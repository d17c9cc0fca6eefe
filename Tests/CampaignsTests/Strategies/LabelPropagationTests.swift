@testable import Campaigns
import Testing

@Suite struct LabelPropagationTests {
    @Test("Half way between two labels both are as probable, and nearer to one that one is more so")
    func middle() throws {
        let propagation = LabelPropagation(columns: 11, rows: 2)
        let labels = [(point: 0, label: 0), (point: 10, label: 1), (point: 11, label: 0), (point: 21, label: 1)]
        let probabilities = try #require(propagation.probabilities(labels, classes: 2))
        #expect(abs(probabilities[5][0] - 0.5) < 1e-3)
        #expect(probabilities[3][0] > 0.5 && probabilities[7][1] > 0.5)
        #expect(abs(probabilities[3][0] - probabilities[7][1]) < 1e-3)
    }

    @Test("Labels stay what they are, and probabilities sum to one")
    func sums() throws {
        let propagation = LabelPropagation(columns: 5, rows: 4)
        let probabilities = try #require(propagation.probabilities([(point: 3, label: 2), (point: 17, label: 0)], classes: 4))
        #expect(probabilities[3] == [0, 0, 1, 0])
        #expect(probabilities[17] == [1, 0, 0, 0])
        for point in probabilities { #expect(abs(point.reduce(0, +) - 1) < 1e-9) }
        // Classes that nobody has seen die out by more and more steps; what is left of them is below the tolerance of the last one.
        #expect(probabilities[10][1] < 0.01)
    }

    @Test("Without a label there is nothing to spread")
    func nothing() { #expect(LabelPropagation(columns: 3, rows: 3).probabilities([], classes: 2) == nil) }
}
