import Inference
import LinearAlgebra
import Testing

@Suite("Trust region")
struct TrustRegionTests {
    /// Rosenbrock's valley as least squares.
    private func valley(_ p: [Double]) -> TrustRegion.Model {
        let r = [10 * (p[1] - p[0] * p[0]), 1 - p[0]]
        let jacobian = [[-20 * p[0], 10.0], [-1, 0]]
        var curvature = Matrix(rows: 2, columns: 2)
        var gradient = [0.0, 0]
        for row in 0..<2 {
            for i in 0..<2 {
                gradient[i] += jacobian[row][i] * r[row]
                for j in 0..<2 { curvature[i, j] += jacobian[row][i] * jacobian[row][j] }
            }
        }
        return .init(value: 0.5 * (r[0] * r[0] + r[1] * r[1]), gradient: gradient, curvature: curvature)
    }

    @Test("Along Rosenbrock's valley to its end")
    func rosenbrock() throws {
        let solution = try #require(try TrustRegion().minimise(from: [-1.2, 1], model: valley))
        #expect(solution.outcome == .converged && solution.remainingStep < 1e-4)
        #expect(abs(solution.point[0] - 1) < 1e-4 && abs(solution.point[1] - 1) < 1e-3)
    }

    @Test("A gradient that is not the function's ends as stalled, not as converged")
    func wrongGradient() throws {
        let solution = try #require(
            try TrustRegion().minimise(from: [1]) { point in
                var curvature = Matrix(rows: 1, columns: 1)
                curvature[0, 0] = 1
                return .init(value: abs(point[0] - 1), gradient: [point[0] + 1], curvature: curvature)
            })
        #expect(solution.outcome == .stalled)
    }

    @Test("A curvature that rounding made indefinite is lifted")
    func indefinite() throws {
        let solution = try #require(
            try TrustRegion().minimise(from: [2, 3]) { point in
                var curvature = Matrix(rows: 2, columns: 2)
                curvature[0, 0] = 1
                return .init(value: 0.5 * point[0] * point[0], gradient: [point[0], 0], curvature: curvature)
            })
        #expect(solution.outcome == .converged && abs(solution.point[0]) < 1e-3)
    }

    @Test("A wall is walked along, not through")
    func wall() throws {
        let solution = try #require(
            try TrustRegion().minimise(from: [3]) { point in
                guard point[0] > 0 else { return nil }
                var curvature = Matrix(rows: 1, columns: 1)
                curvature[0, 0] = 1 / (point[0] * point[0])
                // x − ln x, with a curvature that overshoots into x < 0 from 3.
                return .init(value: point[0] - logarithm(point[0]), gradient: [1 - 1 / point[0]], curvature: curvature)
            })
        #expect(solution.outcome == .converged && abs(solution.point[0] - 1) < 1e-3)
    }

    /// ln by Newton's method on the exponential series, good to 1e-12 on 0.01...10.
    private func logarithm(_ value: Double) -> Double {
        let z = (value - 1) / (value + 1)
        var sum = 0.0
        var power = z
        for k in stride(from: 1, to: 2000, by: 2) {
            sum += power / Double(k)
            power *= z * z
        }
        return 2 * sum
    }
}
