internal import Inference
internal import LinearAlgebra

/// The log posterior at some shifts, with its exact gradient.
public struct AssessmentEvaluation: Sendable {
    /// What one measured number says.
    public struct Deviate: Sendable, Equatable {
        /// Place of the datum in ``Assessment/data``.
        public var datum: Int
        /// Measured less predicted, in standard errors; of a boundary the distance, positive inside the two-phase field.
        public var value: Double
        /// How it came about: `exact`, `linearised` where no equilibrium was found, `unusable` where the model has no such
        /// equilibrium, which costs a constant.
        public var kind: String
        /// In the unit of what was measured; NaN unless `exact`.
        public var predicted: Double
    }

    /// Up to a constant.
    public var logLikelihood: Double
    public var logPosterior: Double
    /// Of the log posterior, per unit of each coefficient.
    public var gradient: [Double]
    public var deviates: [Deviate]
}

extension Assessment {
    /// - Parameter shifts: what to add to the database's coefficients, in the order of ``free``.
    public mutating func evaluate(at shifts: [Double]) -> AssessmentEvaluation {
        precondition(shifts.count == free.count, "there is one shift for each free coefficient")
        evaluator.evaluate(at: shifts)
        let count = free.count
        var gradient = [Double](repeating: 0, count: count)
        var logLikelihood = 0.0
        for (place, deviate) in evaluator.deviates.enumerated() {
            let loss = deviate.loss.value(deviate.value)
            logLikelihood -= loss.loss
            for c in 0..<count { gradient[c] -= loss.slope * evaluator.gradients[place * count + c] }
        }
        var logPrior = 0.0
        for (c, one) in free.enumerated() {
            let z = (shifts[c] - one.prior.mean) / one.prior.standardDeviation
            logPrior -= 0.5 * z * z
            gradient[c] -= z / one.prior.standardDeviation
        }
        var deviates: [AssessmentEvaluation.Deviate] = []
        for datum in evaluator.rows.indices {
            for place in evaluator.offsets[datum]..<evaluator.offsets[datum + 1] {
                let one = evaluator.deviates[place]
                deviates.append(.init(datum: datum, value: one.value, kind: one.kind.rawValue, predicted: one.predicted))
            }
        }
        return AssessmentEvaluation(
            logLikelihood: logLikelihood, logPosterior: logLikelihood + logPrior, gradient: gradient, deviates: deviates)
    }
}

extension AssessmentEvaluator {
    /// Half the squares and more: minus the log posterior in whitened coordinates, its gradient, and a curvature for steps or for Laplace.
    ///
    /// - Parameter isObserved: takes the second derivatives of the losses, zero for an outlier on the far shoulder of its distribution, so that no
    ///   datum makes less of what is known; otherwise the weights.
    func model(at point: [Double], scales: [Double], isObserved: Bool) -> TrustRegion.Model {
        let count = coefficientCount
        var value = 0.5 * point.reduce(0) { $0 + $1 * $1 }
        var gradient = point
        var curvature = Matrix.identity(count)
        var row = [Double](repeating: 0, count: count)
        for (place, deviate) in deviates.enumerated() {
            let loss = deviate.loss.value(deviate.value)
            value += loss.loss
            for c in 0..<count { row[c] = gradients[place * count + c] * scales[c] }
            let weight = isObserved ? max(0, loss.curvature) : loss.weight
            for c in 0..<count where row[c] != 0 {
                gradient[c] += loss.slope * row[c]
                let scaled = weight * row[c]
                for d in 0...c { curvature.elements[c * count + d] += scaled * row[d] }
            }
        }
        for c in 0..<count { for d in 0..<c { curvature[d, c] = curvature[c, d] } }
        return TrustRegion.Model(value: value, gradient: gradient, curvature: curvature)
    }
}
