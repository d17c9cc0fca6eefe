import Inference
import LinearAlgebra
public import Tieline

#if canImport(Glibc)
    import Glibc
#endif

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
        var coordinates: [[Double]] = []
        for (index, location) in locations.enumerated() {
            coordinates.append(try model.coordinates.coordinates(of: location, field: "locations[\(index)]"))
        }
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
    let target: PhaseMapTarget
    let locations: [Condition]
    /// Squared differences of each coordinate: from the evidence to the locations, and between these (lower triangle).
    let cross: [Matrix]
    let own: [Matrix]
    let termCross: [Matrix]
    let termOwn: [Matrix]
    /// `locations × regions`.
    let means: [[Double]]

    /// On the diagonal of what is left: rounding may leave less than nothing where locations lie on the evidence or on each other.
    static let jitter = 1e-5

    init(target: PhaseMapTarget, locations: [Condition], coordinates: [[Double]]) {
        self.target = target
        self.locations = locations
        let known = target.table.coordinates
        func differences(_ rows: [[Double]], _ axis: Int) -> Matrix {
            var matrix = Matrix(rows: rows.count, columns: coordinates.count)
            for row in rows.indices {
                for column in coordinates.indices {
                    let difference = rows[row][axis] - coordinates[column][axis]
                    matrix[row, column] = difference * difference
                }
            }
            return matrix
        }
        let axes = 0..<target.model.coordinates.dimensions
        cross = axes.map { differences(known, $0) }
        own = axes.map { differences(coordinates, $0) }
        termCross = target.model.field.terms.map { $0.correlation.correlations(target.table.conditions, locations) }
        termOwn = target.model.field.terms.map { $0.correlation.correlations(locations, locations) }
        means = locations.map(target.model.latentMean)
    }

    /// `maps × locations × regions`.
    func probabilities(_ draw: PhaseMapDraw, maps: Int, _ stream: inout RandomStream) throws -> [Double] {
        let count = locations.count
        let regions = target.regions
        let between = correlation(cross, termCross, isSymmetric: false, draw)
        var covariance = correlation(own, termOwn, isSymmetric: true, draw)
        let scales = (0..<count).map { PhaseMapModel.meanScale(variance: covariance[$0, $0]) }
        let solved = try target.fieldFactor(draw.whiteHyperParameters).solveLower(between)
        let explained = try Matrix.product(solved, solved, transposingLeft: true)
        for index in covariance.elements.indices { covariance.elements[index] -= explained.elements[index] }
        for location in 0..<count { covariance[location, location] += Self.jitter }
        let factor = try CholeskyFactor(inPlaceOf: covariance)
        let conditional = try Matrix.product(Matrix(rows: regions, columns: target.points, elements: draw.whiteLatents), solved)
        var result: [Double] = []
        result.reserveCapacity(maps * count * regions)
        for _ in 0..<maps {
            let noise = (0..<regions).map { _ in factor.multiply(stream.normals(count)) }
            var latents = [Double](repeating: 0, count: regions)
            for location in 0..<count {
                for region in 0..<regions {
                    latents[region] =
                        scales[location] * means[location][region] + draw.fieldDeviation * (conditional[region, location] + noise[region][location])
                }
                let largest = latents.max() ?? 0
                var sum = 0.0
                for region in 0..<regions {
                    latents[region] = exp(latents[region] - largest)
                    sum += latents[region]
                }
                for region in 0..<regions { result.append(latents[region] / sum) }
            }
        }
        return result
    }

    /// - Parameter isSymmetric: Only the lower triangle is needed.
    private func correlation(_ differences: [Matrix], _ terms: [Matrix], isSymmetric: Bool, _ draw: PhaseMapDraw) -> Matrix {
        let columns = locations.count
        let kernel = target.model.field.kernel
        var result = Matrix(rows: isSymmetric ? columns : target.points, columns: columns)
        result.elements.withUnsafeMutableBufferPointer { result in
            for (axis, length) in draw.fieldLengths.enumerated() {
                let inverse = 1 / (length * length)
                differences[axis].elements.withUnsafeBufferPointer { differences in
                    for index in result.indices { result[index] += inverse * differences[index] }
                }
            }
            for row in 0..<(result.count / max(columns, 1)) {
                kernel.correlate(UnsafeMutableBufferPointer(rebasing: result[(row * columns)..<(row * columns + (isSymmetric ? row + 1 : columns))]))
            }
            for (term, weight) in draw.termWeights.enumerated() where weight > 0 {
                terms[term].elements.withUnsafeBufferPointer { term in
                    for index in result.indices { result[index] += weight * term[index] }
                }
            }
        }
        return result
    }
}
