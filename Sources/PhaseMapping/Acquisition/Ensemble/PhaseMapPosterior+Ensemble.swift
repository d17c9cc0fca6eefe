import Inference
import LinearAlgebra
public import Tieline

extension PhaseMapPosterior {
    /// Whole maps at conditions of the model's space: their latent fields are drawn jointly at all of them, given those at the evidence in one of the draws.
    ///
    /// - Parameters:
    ///   - locations: A few hundred: a draw costs a Cholesky factor of that size.
    ///   - maps: How many, ``mapsPerDraw`` from a draw, which are taken evenly. Expected gains need some hundreds: from few maps, what a label seems to tell is
    ///     partly their noise.
    ///   - seed: And which decision it is for.
    /// - Throws: A location that is none.
    public func ensemble(at locations: [Condition], maps: Int, seed: UInt64, key: UInt64 = 0) throws -> MapEnsemble {
        precondition(maps > 0 && !draws.isEmpty, "maps are drawn from draws")
        let coordinates = try model.coordinates.coordinates(ofAll: locations)
        let path = FieldPath(target: target, locations: locations, coordinates: coordinates)
        var stream = RandomStream(seed: seed, key: 0x656e_7365, key)
        var probabilities: [Double] = []
        probabilities.reserveCapacity(maps * locations.count * regions)
        let used = (maps + Self.mapsPerDraw - 1) / Self.mapsPerDraw
        for number in 0..<used {
            let count = min(Self.mapsPerDraw, maps - number * Self.mapsPerDraw)
            probabilities += try path.probabilities(draws[number * draws.count / used], maps: count, &stream)
        }
        return MapEnsemble(maps: maps, points: locations.count, regions: regions, probabilities: probabilities)
    }
}

extension PhaseMapPosterior {
    /// What is costly is the factor that they share.
    public static let mapsPerDraw = 8
}

/// Draws latent fields jointly at some locations.
private struct FieldPath {
    let predictor: DrawPredictor
    /// Between the locations.
    let correlation: FieldCrossCorrelation

    /// On the diagonal of what is left: rounding may leave less than nothing where locations lie on the evidence or on each other.
    static let jitter = 1e-5

    init(target: PhaseMapTarget, locations: [Condition], coordinates: [[Double]]) {
        predictor = DrawPredictor(target: target, locations: locations, coordinates: coordinates)
        correlation = FieldCrossCorrelation(target.model, rows: (locations, coordinates), columns: (locations, coordinates))
    }

    /// `maps × locations × regions`.
    func probabilities(_ draw: PhaseMapDraw, maps: Int, _ stream: inout RandomStream) throws -> [Double] {
        let (count, regions) = (predictor.locations.count, predictor.target.regions)
        let solved = predictor.solution(try predictor.target.predictiveState(draw), previous: nil).solved
        let explained = try Matrix.product(solved, solved, transposingLeft: true)
        var covariance = correlation.matrix(lengths: draw.fieldLengths, weights: draw.termWeights, isLower: true)
        for index in covariance.elements.indices { covariance.elements[index] -= explained.elements[index] }
        for location in 0..<count { covariance[location, location] += Self.jitter }
        let factor = try CholeskyFactor(inPlaceOf: covariance)
        let means = predictor.expected.means(weights: draw.termWeights)
        let conditional = try Matrix.product(Matrix(rows: regions, columns: predictor.target.points, elements: draw.whiteLatents), solved)
        var result: [Double] = []
        result.reserveCapacity(maps * count * regions)
        for _ in 0..<maps {
            let noise = (0..<regions).map { _ in factor.multiply(stream.normals(count)) }
            var latents = [Double](repeating: 0, count: regions)
            for location in 0..<count {
                for region in 0..<regions {
                    latents[region] =
                        means[region * count + location] + draw.fieldDeviation * (conditional[region, location] + noise[region][location])
                }
                softmax(&latents)
                result += latents
            }
        }
        return result
    }
}
