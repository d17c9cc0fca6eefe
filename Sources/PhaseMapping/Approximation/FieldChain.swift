import Inference
import LinearAlgebra

#if canImport(Glibc)
    import Glibc
#endif

/// Draws of the latent fields, and of their deviation, from what each location says of its region; lengths held.
///
/// Laplace's normal distribution alone is too timid: where labels are certain the density falls far more slowly away from the boundary than at its mode (Kuss and
/// Rasmussen 2005, J. Mach. Learn. Res. 6, 1679). So it only proposes: elliptical slices about it and about the prior take turns (Nishihara, Murray and Adams 2014,
/// J. Mach. Learn. Res. 15, 2087); the one is quick where much is known, the other where little is.
struct FieldChain {
    private let laplace: FieldLaplace
    private let prior: HyperParameterPrior
    private var whiteDeviation: Double
    /// `regions × features`.
    private(set) var weights: [Double]
    /// `regions × points`, of deviation 1 and without means; and those of the mode.
    private var fields: [Double]
    private let modeFields: [Double]
    /// What each location says of its region, by the largest, `regions × points`.
    private let likelihoods: [Double]
    private var stream: RandomStream

    static let warmUp = 12
    /// Between two draws.
    static let sweeps = 6

    init(_ laplace: FieldLaplace, deviation prior: HyperParameterPrior, white: Double, stream: RandomStream) throws(LinearAlgebraError) {
        self.laplace = laplace
        self.prior = prior
        self.stream = stream
        whiteDeviation = white
        let points = laplace.features.columns
        var likelihoods = laplace.logLikelihoods
        for point in 0..<points {
            let largest = (0..<laplace.regions).map { likelihoods[$0 * points + point] }.max() ?? 0
            for region in 0..<laplace.regions { likelihoods[region * points + point] = exp(likelihoods[region * points + point] - largest) }
        }
        self.likelihoods = likelihoods
        modeFields = try Self.fields(laplace.weights, laplace)
        weights = laplace.draw(self.stream.normals(laplace.weights.count))
        fields = try Self.fields(weights, laplace)
        for _ in 0..<Self.warmUp { try sweep() }
    }

    var deviation: Double { prior.value(white: whiteDeviation) }

    /// P(region) at a place of the evidence, what is known of it there included.
    func shares(at place: Int, to average: inout LatentAverage, point: Int) {
        let (regions, points) = (laplace.regions, laplace.features.columns)
        let latents = (0..<regions).map { laplace.means[$0 * points + place] + deviation * fields[$0 * points + place] }
        let largest = latents.max() ?? 0
        let weights = (0..<regions).map { exp(latents[$0] - largest) * likelihoods[$0 * points + place] }
        let total = max(weights.reduce(0, +), .leastNormalMagnitude)
        for region in 0..<regions {
            let share = weights[region] / total
            average.probabilities[point * regions + region] = share
            if share > 0 { average.entropies[point] -= share * log(share) }
        }
    }

    /// The next draw.
    mutating func advance() throws(LinearAlgebraError) {
        for _ in 0..<Self.sweeps { try sweep() }
    }

    private mutating func sweep() throws(LinearAlgebraError) {
        try sliceAboutMode()
        try sliceAboutPrior()
        if !prior.isFixed { sliceDeviation() }
    }

    private static func fields(_ weights: [Double], _ laplace: FieldLaplace) throws(LinearAlgebraError) -> [Double] {
        let features = laplace.features
        return try Matrix.product(Matrix(rows: laplace.regions, columns: features.rows, elements: weights), features).elements
    }

    private mutating func sliceAboutPrior() throws(LinearAlgebraError) {
        let other = stream.normals(weights.count)
        let otherFields = try Self.fields(other, laplace)
        let (chain, deviation) = (self, deviation)
        let angle = stream.ellipseAngle(logDensity: logLikelihood(deviation, fields)) { cosine, sine in
            chain.logLikelihood(deviation, Self.mixed(chain.fields, cosine, otherFields, sine))
        }
        guard angle != 0 else { return }
        weights = Self.mixed(weights, cos(angle), other, sin(angle))
        fields = Self.mixed(fields, cos(angle), otherFields, sin(angle))
    }

    private mutating func sliceAboutMode() throws(LinearAlgebraError) {
        let mode = laplace.weights
        let white = stream.normals(weights.count)
        let other = laplace.factor.divide(transposed: true, white)
        let otherFields = try Self.fields(other, laplace)
        let centred = zip(weights, mode).map(-)
        let centredWhite = try laplace.factor.lower.product(transposed: true, centred)
        let centredFields = zip(fields, modeFields).map(-)
        let (chain, deviation) = (self, deviation)
        // The target's density by that of Laplace's normal distribution.
        func ratio(_ cosine: Double, _ sine: Double) -> Double {
            var sum = chain.logLikelihood(deviation, Self.mixed(centredFields, cosine, otherFields, sine, about: chain.modeFields))
            for index in mode.indices {
                let weight = mode[index] + cosine * centred[index] + sine * other[index]
                let part = cosine * centredWhite[index] + sine * white[index]
                sum += 0.5 * (part * part - weight * weight)
            }
            return sum
        }
        let angle = stream.ellipseAngle(logDensity: ratio(1, 0), trial: ratio)
        guard angle != 0 else { return }
        weights = Self.mixed(centred, cos(angle), other, sin(angle), about: mode)
        fields = Self.mixed(centredFields, cos(angle), otherFields, sin(angle), about: modeFields)
    }

    private static func mixed(_ first: [Double], _ cosine: Double, _ second: [Double], _ sine: Double) -> [Double] {
        var result = first
        for index in result.indices { result[index] = cosine * first[index] + sine * second[index] }
        return result
    }

    private static func mixed(_ first: [Double], _ cosine: Double, _ second: [Double], _ sine: Double, about centre: [Double]) -> [Double] {
        var result = centre
        for index in result.indices { result[index] += cosine * first[index] + sine * second[index] }
        return result
    }

    private func logLikelihood(_ deviation: Double, _ fields: [Double]) -> Double {
        laplace.logLikelihood(deviation: deviation, fields: fields, likelihoods: likelihoods)
    }

    private mutating func sliceDeviation() {
        let (chain, present) = (self, whiteDeviation)
        let other = stream.normal()
        func logLikelihood(_ white: Double) -> Double { chain.logLikelihood(chain.prior.value(white: white), chain.fields) }
        let angle = stream.ellipseAngle(logDensity: logLikelihood(present)) { logLikelihood($0 * present + $1 * other) }
        if angle != 0 { whiteDeviation = cos(angle) * present + sin(angle) * other }
    }
}

extension FieldLaplace {
    /// `Σ_i log Σ_r softmax_r(m_i + σ f_i) L_ir`, where `L_ir` is `e^ℓ_ir` by the largest of its point.
    /// - Parameters:
    ///   - fields: `f`, `regions × points`.
    ///   - likelihoods: `L`, likewise.
    func logLikelihood(deviation: Double, fields: [Double], likelihoods: [Double]) -> Double {
        let points = features.columns
        var latents = [Double](repeating: 0, count: regions)
        var ratios = LogProduct()
        for point in 0..<points {
            var largest = -Double.infinity
            for region in 0..<regions {
                let index = region * points + point
                latents[region] = means[index] + deviation * fields[index]
                largest = max(largest, latents[region])
            }
            var total = 0.0
            var joint = 0.0
            for region in 0..<regions {
                let weight = latents[region] == largest ? 1 : exp(latents[region] - largest)
                total += weight
                joint += weight * likelihoods[region * points + point]
            }
            // A softmax so one-sided against all that is known is no state of the chain.
            ratios.multiply(by: max(joint / total, LogProduct.smallest))
        }
        return ratios.logarithm
    }
}
