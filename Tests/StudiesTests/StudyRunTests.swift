import Studies
import Testing

@Suite("A run of a study")
struct StudyRunTests {
    /// Errors after every pattern, and the patterns to target that they mean.
    struct History: Sendable {
        var kelvin: [Double]
        var moleFraction: [Double]
        var patternsToTarget: Int?

        init(_ kelvin: [Double], _ moleFraction: [Double], _ patternsToTarget: Int?) {
            self.kelvin = kelvin
            self.moleFraction = moleFraction
            self.patternsToTarget = patternsToTarget
        }
    }

    static let histories: [History] = [
        History([], [], nil), History([0], [0], 1), History([2], [0], nil), History([0.5, 0.5], [0.005, 0.005], 1), History([5, 0.5], [0, 0], 2),
        // Near, lost, near again: only the last time counts; lost at the last pattern is never.
        History([0, 2, 0, 0], [0, 0, 0, 0], 3), History([0, 0, 0], [0, 0, 0.02], nil), History([0, 0, -1.2], [0, 0, 0], nil),
        // Either of the two can be the late one, on either side; 1 K is inside.
        History([0, 0], [-0.02, 0], 2), History([-1, 1], [0, 0], 1),
        // A number that is none is not near.
        History([.nan, 0], [0, 0], 2), History([0, 0], [0, .infinity], nil),
    ]

    @Test("Patterns to target: the first number from which on both errors stay inside", arguments: histories)
    func patternsToTarget(history: History) {
        let run = StudyRun.made(errors: zip(history.kelvin, history.moleFraction).map { ($0, $1) })
        #expect(run.patternsToTarget == history.patternsToTarget)
    }

    @Test("Temperatures are counted once each")
    func temperatures() {
        #expect(StudyRun.made(errors: [], visited: [390, 390, 391.5, 390, 392]).temperatures == 3)
    }
}
