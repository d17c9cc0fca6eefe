public import Inference
internal import LinearAlgebra

/// What is known of the free coefficients after the data: a normal distribution about the most probable shifts (Laplace's approximation).
///
/// It keeps its assessment, so that a datum can be added and the posterior be brought up to date.
public struct ParameterPosterior: Sendable {
    /// With the data the posterior has seen.
    public internal(set) var assessment: Assessment
    /// The mode in whitened coordinates.
    var point: [Double]
    /// In whitened coordinates, where the prior's is the unit matrix.
    let precision: Matrix
    let covariance: Matrix
    private let covarianceFactor: CholeskyFactor
    /// Minus the log posterior at the mode, up to a constant.
    var cost: Double
    /// Evaluations of likelihood and gradient that the fit took.
    public let evaluations: Int
    /// Of the fit's end: the step that Newton's method would still make, posterior standard deviations.
    public let remainingStep: Double
    /// How far the mode has moved by updates since the last fit, posterior standard deviations.
    public internal(set) var drift = 0.0
    /// Data of which the model says nothing at the mode: they cost a constant, and their places are in ``Assessment/data``.
    public var unusable: [Int] {
        let evaluator = assessment.evaluator
        return evaluator.rows.indices.filter { row in
            evaluator.deviates[evaluator.offsets[row]..<evaluator.offsets[row + 1]].contains { $0.kind == .unusable }
        }
    }
    /// What a reader of the posterior must know, one sentence each.
    public internal(set) var warnings: [String] = []

    /// - Throws: ``AssessmentError`` `notConverged` for a precision that is not positive definite, `libraryMissing`.
    init(
        assessment: Assessment, point: [Double], precision: Matrix, cost: Double, evaluations: Int, remainingStep: Double
    ) throws(AssessmentError) {
        do throws(LinearAlgebraError) {
            covariance = try CholeskyFactor(ofPositiveDefinite: precision).inverse()
            covarianceFactor = try CholeskyFactor(ofPositiveDefinite: covariance)
        } catch { throw AssessmentError(error, where: "at the mode") }
        self.assessment = assessment
        self.point = point
        self.precision = precision
        self.cost = cost
        self.evaluations = evaluations
        self.remainingStep = remainingStep
    }

    public var free: [FreeCoefficient] { assessment.free }
    var scales: [Double] { free.map(\.prior.standardDeviation) }

    /// The most probable shifts: what to add to the database's coefficients.
    public var mean: [Double] { assessment.shifts(point) }
    /// Of each shift, in its unit.
    public var standardDeviations: [Double] { zip(scales, point.indices).map { $0 * covariance[$1, $1].squareRoot() } }

    /// Of two shifts, in the product of their units.
    public func covariance(_ first: Int, _ second: Int) -> Double { scales[first] * scales[second] * covariance[first, second] }

    public func correlation(_ first: Int, _ second: Int) -> Double {
        covariance[first, second] / (covariance[first, first] * covariance[second, second]).squareRoot()
    }

    /// The log of the evidence up to a constant that depends on the data alone: of two families of energies, the one with more explains them better.
    public var logEvidence: Double { 0.5 * covarianceFactor.logDeterminant - cost }

    /// The database with the most probable shifts, or others, added.
    public func database(adding shifts: [Double]? = nil) -> Database { assessment.database(adding: shifts ?? mean) }

    /// Draws of the shifts from the normal distribution.
    public func draws(_ count: Int, _ stream: inout RandomStream) -> [[Double]] {
        let sampler = sampler
        return (0..<count).map { _ in assessment.shifts(sampler.normalDraw(&stream)) }
    }

    private var sampler: EllipticalSliceSampler { EllipticalSliceSampler(mean: point, covarianceFactor: covarianceFactor) }

    /// Draws of the shifts from the posterior itself, by elliptical slice sampling about the normal distribution: how good that is shows in
    /// their moments.
    ///
    /// - Parameters:
    ///   - thinning: steps of the chain for each draw.
    public func sampled(_ count: Int, thinning: Int = 4, _ stream: inout RandomStream) -> [[Double]] {
        let sampler = sampler
        // Every evaluation begins where the mode is, so that the density is a function of the shifts and of nothing else.
        let mode = assessment.evaluator
        let scales = scales
        func logDensity(_ place: [Double]) -> Double {
            var evaluator = mode
            evaluator.evaluate(at: assessment.shifts(place))
            return -evaluator.model(at: place, scales: scales, isObserved: false).value
        }
        var place = point
        var density = logDensity(place)
        return (0..<count).map { _ in
            for _ in 0..<max(1, thinning) { sampler.step(&place, logDensity: &density, &stream, target: logDensity) }
            return assessment.shifts(place)
        }
    }
}
