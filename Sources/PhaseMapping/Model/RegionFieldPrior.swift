public import LinearAlgebra
public import Tieline

/// The prior of the latent fields whose softmax is the map: independent Gaussian processes, one a region, that share a kernel.
///
/// `g_r ~ GP(m_r √v, σ² (k(x, x') + Σ w_h k_h(x, x')))`, `P(r | x) = softmax_r g_r(x)`; `v(x) = 1 + Σ w_h k_h(x, x)` keeps the mean in proportion to the spread, so
/// that statements do not drown theory. The standard deviation `σ` is how sharp boundaries are: at 1 the map is a soft mixture, from 10 on practically every point
/// belongs to one region.
public struct RegionFieldPrior: Sendable {
    public var kernel: StationaryKernel
    /// Of `σ`.
    public var deviation: HyperParameterPrior
    /// One a coordinate of the ``CoordinateMap``.
    public var lengths: [HyperParameterPrior]
    /// Between the standard normal numbers of any two lengths, `0 ..< 1`: a map that is rough along one axis is likely to be rough along the others. Each length
    /// keeps its own prior.
    public var lengthCorrelation: Double
    /// What makes points alike beyond their distance: people's boundaries and regions.
    public var terms: [KernelTerm]
    /// What theory expects of the latents; zero where there is none.
    public var mean: (any RegionMean)?

    public init(
        kernel: StationaryKernel = .matern52, deviation: HyperParameterPrior, lengths: [HyperParameterPrior], lengthCorrelation: Double = 0,
        terms: [KernelTerm] = [], mean: (any RegionMean)? = nil
    ) {
        self.kernel = kernel
        self.deviation = deviation
        self.lengths = lengths
        self.lengthCorrelation = lengthCorrelation
        self.terms = terms
        self.mean = mean
    }
}

extension RegionFieldPrior {
    /// The lengths that these independent standard normal numbers mean.
    ///
    /// - Parameter adjusting: Applied to each correlated number before its prior; fixed lengths are left out.
    func lengthValues(_ white: [Double], adjusting: (Double) -> Double = { $0 }) -> [Double] {
        zip(lengths, correlated(white)).map { prior, number in prior.value(white: prior.isFixed ? number : adjusting(number)) }
    }

    /// The symmetric root of the matrix with 1 on and the correlation off the diagonal, times the numbers.
    func correlated(_ white: [Double]) -> [Double] {
        let count = Double(white.count)
        let own = (1 - lengthCorrelation).squareRoot()
        let common = ((1 + (count - 1) * lengthCorrelation).squareRoot() - own) / count * white.reduce(0, +)
        return white.map { own * $0 + common }
    }
}

/// A covariance between two conditions that is not a matter of distance, with a weight that is inferred.
public struct KernelTerm: Sendable {
    public var correlation: any LatentCorrelation
    /// In units of `σ²`. A prior that reaches down to nothing lets data that contradict the term take away its force.
    public var weight: HyperParameterPrior

    public init(correlation: any LatentCorrelation, weight: HyperParameterPrior) {
        self.correlation = correlation
        self.weight = weight
    }
}

/// A positive semidefinite function of two conditions.
public protocol LatentCorrelation: Sendable {
    /// At most 1 in size; symmetric.
    func correlation(_ first: Condition, _ second: Condition) -> Double
    /// Of every row with every column.
    func correlations(_ rows: [Condition], _ columns: [Condition]) -> Matrix
}

extension LatentCorrelation {
    public func correlations(_ rows: [Condition], _ columns: [Condition]) -> Matrix {
        Matrix(rows: rows.count, columns: columns.count, elements: rows.flatMap { row in columns.map { correlation(row, $0) } })
    }
}

/// What the latent fields are expected to be before any measurement, as from a computed phase diagram: `log P(r | x)` up to a constant.
public protocol RegionMean: Sendable {
    /// - Parameter regions: How many numbers to return.
    func mean(at condition: Condition, regions: Int) -> [Double]
}
