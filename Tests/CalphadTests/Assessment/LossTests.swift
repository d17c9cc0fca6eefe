import Testing

@testable import Calphad

@Suite("Losses")
struct LossTests {
    @Test(
        "Slope and curvature are the differences of the loss",
        arguments: [
            Loss.normal, .student(degreesOfFreedom: 4), .probit(seen: 1, misreading: 0), .probit(seen: 0, misreading: 0),
            .probit(seen: 0.8, misreading: 0.1), .bracket(halfWidth: 2), .bracket(halfWidth: 0.1),
        ], [-30.0, -6, -1.5, -0.2, 0.4, 2, 7, 30])
    func differences(loss: Loss, z: Double) {
        let step = 1e-4
        let here = loss.value(z)
        let above = loss.value(z + step)
        let below = loss.value(z - step)
        let scale = max(1, abs(here.slope))
        #expect(abs(here.slope - (above.loss - below.loss) / (2 * step)) < 1e-5 * scale)
        if case .probit(let seen, let misreading) = loss, misreading == 0, seen == 1 || seen == 0 {
            #expect(abs(here.curvature - (above.slope - below.slope) / (2 * step)) < 1e-4)
        } else {
            #expect(abs(here.curvature - (above.slope - below.slope) / (2 * step)) < 1e-4 * scale)
        }
        #expect(here.weight >= 0 && here.loss.isFinite)
    }
}
