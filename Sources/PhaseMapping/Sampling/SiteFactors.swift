import LinearAlgebra

/// Of a field of which a noisy value is given at every point, in units of `σ²`.
///
/// What assignments say of the difference between two fields is much like such values (the sites of expectation propagation; Rasmussen and Williams 2006,
/// section 3.6), and these factors depend on nothing but the lengths.
struct SiteFactors: Sendable {
    /// `s`. A field that must be positive at a lone point of unit variance has the mean 0.80 and the variance 0.36, as of a site with the variance 0.57; points
    /// close to each other share one.
    static let variance = 1.0
    /// The value of such a site, 1.27, in units of `σ` of the difference over `√2`.
    static let value = 1.3

    /// Of `K + s`.
    private let sum: CholeskyFactor
    let logDeterminant: Double
    /// Of `K − K (K + s)⁻¹ K = s − s² (K + s)⁻¹`.
    private let conditional: CholeskyFactor

    /// - Parameter correlation: `K`; its lower triangle is read.
    init(correlation: consuming Matrix) throws(LinearAlgebraError) {
        let size = correlation.rows
        for row in 0..<size { correlation[row, row] += Self.variance }
        sum = try CholeskyFactor(inPlaceOf: correlation)
        logDeterminant = sum.logDeterminant
        var rest = try sum.symmetricInverse()
        for index in rest.elements.indices { rest.elements[index] *= -Self.variance * Self.variance }
        for row in 0..<size { rest[row, row] += Self.variance }
        conditional = try CholeskyFactor(inPlaceOf: rest)
    }

    /// What is to be expected of the field given the values of its sites, `y − s (K + s)⁻¹ y`; and `yᵀ (K + s)⁻¹ y`.
    func expectation(_ values: [Double]) -> (field: [Double], square: Double) {
        let white = sum.divide(values)
        var square = 0.0
        for number in white { square += number * number }
        let solved = sum.divide(transposed: true, white)
        return (zip(values, solved).map { $0 - Self.variance * $1 }, square)
    }

    /// The deviation from what is expected that white numbers mean, and the white numbers of a deviation.
    func deviation(_ white: [Double]) -> [Double] { conditional.multiply(white) }
    func white(_ deviation: [Double]) -> [Double] { conditional.divide(deviation) }
}
