import LinearAlgebra
import Tieline

/// Patterns chosen one after the other: the covariance of the whitened parameters, from `I` down.
struct PatternPlan {
    struct Candidate {
        var condition: Condition
        /// By peak, along the whitened parameters.
        var slopes: [[Double]]
        var noise: Matrix
        var weight: Double
    }

    private let targets: [[Double]]
    private let total: Double
    private var covariance: Matrix

    init(_ targets: [[Double]]) {
        self.targets = targets
        covariance = Matrix.identity(targets.first?.count ?? 0)
        total = targets.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }
    }

    func best(_ candidates: [Candidate]) -> DiagramDesign.Choice? {
        var best: (choice: DiagramDesign.Choice, weighted: Double)?
        let moved = targets.map { covariance * $0 }
        for candidate in candidates {
            guard let factor = factor(candidate) else { continue }
            var removed = 0.0
            for target in moved {
                let projection = factor.solveLower(candidate.slopes.map { dot($0, target) })
                removed += dot(projection, projection)
            }
            let gain = total > 0 ? min(removed / total, 1) : 0
            if best.map({ gain * candidate.weight > $0.weighted }) ?? true {
                best = (DiagramDesign.Choice(condition: candidate.condition, gain: gain), gain * candidate.weight)
            }
        }
        return best?.choice
    }

    mutating func take(_ choice: DiagramDesign.Choice, _ candidates: [Candidate]) {
        guard let candidate = candidates.first(where: { $0.condition == choice.condition }), let factor = factor(candidate) else { return }
        let moved = candidate.slopes.map { covariance * $0 }
        for column in 0..<covariance.columns {
            let answer = factor.solve(moved.map { $0[column] })
            for row in 0..<covariance.rows {
                covariance[row, column] -= zip(moved, answer).reduce(0) { $0 + $1.0[row] * $1.1 }
            }
        }
    }

    private func factor(_ candidate: Candidate) -> CholeskyFactor? {
        var matrix = candidate.noise
        for row in candidate.slopes.indices {
            let moved = covariance * candidate.slopes[row]
            for column in candidate.slopes.indices { matrix[row, column] += dot(moved, candidate.slopes[column]) }
        }
        return try? CholeskyFactor(ofPositiveDefinite: matrix)
    }
}

private func dot(_ one: [Double], _ two: [Double]) -> Double {
    var sum = 0.0
    for index in one.indices { sum += one[index] * two[index] }
    return sum
}
