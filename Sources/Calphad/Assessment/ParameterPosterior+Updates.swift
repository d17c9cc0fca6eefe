internal import Inference
internal import LinearAlgebra

extension ParameterPosterior {
    /// Why the data should be fitted again.
    public struct RefitAdvice: Sendable, Equatable {
        public enum Reason: String, Sendable {
            /// Updates have moved the mode by more than ``ParameterPosterior/largestDrift`` posterior standard deviations.
            case moved
            /// The new datum has no equilibrium at the new mode, or none was found.
            case notExact
            /// The update itself did not converge.
            case notConverged
        }
        public var reason: Reason
        /// Posterior standard deviations since the last fit.
        public var drift: Double
    }

    /// Posterior standard deviations that updates may move the mode before the quadratic form of the older data is not to be trusted.
    public static let largestDrift = 0.5

    /// The posterior with one more datum, without a fit: the older data stay the quadratic form that they are at the mode, the new datum is
    /// taken as it is. Costs a few evaluations of one row.
    ///
    /// - Returns: the posterior, and a reason to fit again (``Assessment/fit(startingFrom:)`` from its mean), nil when there is none.
    /// - Throws: ``AssessmentError`` `invalidDatum`, `libraryMissing`.
    public func updated(with datum: AssessmentDatum) throws(AssessmentError) -> (posterior: ParameterPosterior, advice: RefitAdvice?) {
        var grown = assessment
        try grown.add(datum)
        let old = point
        let scales = scales
        let precision = precision
        let shifts = assessment.shifts
        let index = grown.evaluator.rows.count - 1
        let solution: TrustRegion.Solution?
        do throws(LinearAlgebraError) {
            solution = try TrustRegion().minimise(from: old) { place in
                grown.evaluator.evaluateAlone(index, at: shifts(place))
                return grown.evaluator.quadratic(about: old, precision, place, scales, row: index)
            }
        } catch { throw AssessmentError(error, where: "of an update") }
        guard let solution, solution.outcome == .converged else {
            var unchanged = self
            unchanged.assessment = grown
            return (unchanged, RefitAdvice(reason: .notConverged, drift: drift))
        }
        grown.evaluator.evaluateAlone(index, at: shifts(solution.point))
        var result = try ParameterPosterior(
            assessment: grown, point: solution.point, precision: solution.model.curvature, cost: cost + solution.model.value,
            evaluations: evaluations, remainingStep: remainingStep)
        let move = zip(solution.point, old).map(-)
        result.drift = drift + max(0, zip(move, precision * move).reduce(0) { $0 + $1.0 * $1.1 }).squareRoot()
        result.warnings = warnings
        let evaluator = grown.evaluator
        let kinds = evaluator.deviates[evaluator.offsets[index]..<evaluator.offsets[index + 1]].map(\.kind)
        if kinds.contains(where: { $0 != .exact }) { return (result, RefitAdvice(reason: .notExact, drift: result.drift)) }
        return (result, result.drift > Self.largestDrift ? RefitAdvice(reason: .moved, drift: result.drift) : nil)
    }

    /// What a datum would tell, before it is measured: the mutual information with the coefficients, nats.
    ///
    /// The deviate is taken as normal with the posterior's variance; a measured number then brings `½ ln(1 + v)`, a label or a bracket
    /// the entropy of its mean probability less its mean entropy. The measured value itself does not matter, its place and error do.
    ///
    /// - Throws: ``AssessmentError`` `invalidDatum`.
    public func information(in datum: AssessmentDatum) throws(AssessmentError) -> Double {
        var probe = assessment
        try probe.add(datum)
        let index = probe.evaluator.rows.count - 1
        probe.evaluator.evaluateAlone(index, at: mean)
        var total = 0.0
        for place in probe.evaluator.offsets[index]..<probe.evaluator.offsets[index + 1] where probe.evaluator.deviates[place].kind != .unusable {
            let row = probe.evaluator.whitened(place, scales)
            let variance = max(0, zip(row, covariance * row).reduce(0) { $0 + $1.0 * $1.1 })
            let deviate = probe.evaluator.deviates[place]
            switch deviate.loss {
            case .normal: total += 0.5 * Elementary.log1p(variance)
            case .student(let freedom): total += 0.5 * Elementary.log1p(variance * (freedom + 1) / (freedom + 3))
            case .probit(_, let misreading):
                total += Self.binaryInformation(deviate.value, variance.squareRoot()) {
                    misreading / 2 + (1 - misreading) * normalCumulative($0)
                }
            case .bracket(let width):
                total += Self.binaryInformation(deviate.value, variance.squareRoot()) {
                    normalCumulative(width - $0) - normalCumulative(-width - $0)
                }
            }
        }
        return total
    }

    /// Mutual information of a yes or no with a normal number, by the trapezoidal rule, which converges exponentially here.
    private static func binaryInformation(_ mean: Double, _ deviation: Double, _ probability: (Double) -> Double) -> Double {
        func entropy(_ p: Double) -> Double {
            func term(_ q: Double) -> Double { q > 0 ? -q * Elementary.log(q) : 0 }
            return term(p) + term(1 - p)
        }
        var weight = 0.0
        var average = 0.0
        var averageEntropy = 0.0
        for step in -40...40 {
            let z = 0.15 * Double(step)
            let w = normalDensity(z)
            let p = min(1, max(0, probability(mean + deviation * z)))
            weight += w
            average += w * p
            averageEntropy += w * entropy(p)
        }
        return max(0, entropy(average / weight) - averageEntropy / weight)
    }
}

extension AssessmentEvaluator {
    /// Evaluates one row and leaves the others.
    mutating func evaluateAlone(_ index: Int, at values: [Double]) {
        shifts.values = values
        for place in offsets[index] * coefficientCount..<offsets[index + 1] * coefficientCount { gradients[place] = 0 }
        evaluate(row: index)
    }

    /// A deviate's gradient in whitened coordinates.
    func whitened(_ place: Int, _ scales: [Double]) -> [Double] {
        (0..<coefficientCount).map { gradients[place * coefficientCount + $0] * scales[$0] }
    }

    /// A quadratic form, and one row as it is.
    func quadratic(about centre: [Double], _ precision: Matrix, _ point: [Double], _ scales: [Double], row index: Int) -> TrustRegion.Model {
        let move = zip(point, centre).map(-)
        var gradient = precision * move
        var value = 0.5 * zip(move, gradient).reduce(0) { $0 + $1.0 * $1.1 }
        var curvature = precision
        for place in offsets[index]..<offsets[index + 1] {
            let loss = deviates[place].loss.value(deviates[place].value)
            let row = whitened(place, scales)
            value += loss.loss
            for c in row.indices {
                gradient[c] += loss.slope * row[c]
                for d in row.indices { curvature[c, d] += loss.weight * row[c] * row[d] }
            }
        }
        return TrustRegion.Model(value: value, gradient: gradient, curvature: curvature)
    }
}
