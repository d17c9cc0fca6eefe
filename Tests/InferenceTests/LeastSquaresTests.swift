import Inference
import LinearAlgebra
import Testing

@Suite struct LeastSquaresTests {
    @Test("Rosenbrock's valley from (-1.2, 1) ends at (1, 1)")
    func rosenbrock() throws {
        var solver = LeastSquares()
        solver.maximumIterations = 200
        let solution = try #require(solver.minimise(from: [-1.2, 1]) { [10 * ($0[1] - $0[0] * $0[0]), 1 - $0[0]] })
        #expect(solution.outcome == .converged)
        #expect(abs(solution.parameters[0] - 1) < 1e-4)
        #expect(abs(solution.parameters[1] - 1) < 1e-4)
    }

    @Test("A straight line: the normal matrix is that of the textbook")
    func line() throws {
        let points = [(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)]
        let solution = try #require(LeastSquares().minimise(from: [0, 0]) { p in points.map { p[0] + p[1] * $0.0 - $0.1 } })
        #expect(abs(solution.parameters[0] - 1) < 1e-6)
        #expect(abs(solution.parameters[1] - 2) < 1e-6)
        for (index, wanted) in [3.0, 3, 3, 5].enumerated() { #expect(abs(solution.normalMatrix.elements[index] - wanted) < 1e-6) }
    }

    @Test("A search that may not iterate says that it has not converged")
    func spent() throws {
        var solver = LeastSquares()
        solver.maximumIterations = 2
        #expect(try #require(solver.minimise(from: [-1.2, 1]) { [10 * ($0[1] - $0[0] * $0[0]), 1 - $0[0]] }).outcome == .iterationsSpent)
    }

    @Test("A wall where the model cannot be evaluated is not crossed")
    func wall() throws {
        let solution = try #require(LeastSquares().minimise(from: [1]) { $0[0] > 0.5 ? [$0[0]] : nil })
        #expect(solution.parameters[0] > 0.5)
        #expect(LeastSquares().minimise(from: [0]) { $0[0] > 0.5 ? [$0[0]] : nil }?.parameters == nil)
    }
}
