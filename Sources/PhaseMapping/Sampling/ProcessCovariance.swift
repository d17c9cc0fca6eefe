import LinearAlgebra

/// The covariance between values of a family of properties in one region, their levels included: `Σ_q λ_iq λ_jq k_q`, and the level's where `i = j`.
struct ProcessCovariance: Sendable {
    let table: EvidenceTable.ProcessTable
    /// One a latent process.
    let kernels: [StationaryKernel]
    /// `1/ℓ²`, latent processes × coordinates.
    let inverseSquares: [Double]
    /// `λ`, latent processes × properties of the family, in the properties' units.
    let loadings: [Double]
    /// One a property of the family.
    let levelVariances: [Double]
    /// The properties' own, on top of each value's.
    var noiseVariances: [Double]
    /// Of each property at any place, level included and noise not.
    let variances: [Double]
    private let axes: Int
    private let members: Int
    /// Between all values, without noise, row after row; empty where nobody asked for it.
    private var tabulated: [Double] = []

    init(
        table: EvidenceTable.ProcessTable, kernels: [StationaryKernel], inverseSquares: [Double], loadings: [Double], levelVariances: [Double],
        noiseVariances: [Double]
    ) {
        self.table = table
        self.kernels = kernels
        self.inverseSquares = inverseSquares
        self.loadings = loadings
        self.levelVariances = levelVariances
        self.noiseVariances = noiseVariances
        let members = levelVariances.count
        self.members = members
        axes = inverseSquares.count / max(kernels.count, 1)
        var variances = levelVariances
        for latent in kernels.indices {
            for member in 0..<members { variances[member] += loadings[latent * members + member] * loadings[latent * members + member] }
        }
        self.variances = variances
    }

    /// The same, with the covariances between all values at hand: for whoever puts values in and takes them out again and again.
    func withTable() -> ProcessCovariance {
        let count = table.values.count
        var elements = [Double](repeating: 0, count: count * count)
        for row in 0..<count {
            for column in 0...row {
                let value = covariance(row, column)
                elements[row * count + column] = value
                elements[column * count + row] = value
            }
        }
        var result = self
        result.tabulated = elements
        return result
    }

    /// Of one property alone, which most are, there is nothing to look up.
    private func member(_ row: Int) -> Int { members == 1 ? 0 : table.members[row] }

    /// Between two values, without noise.
    func covariance(_ first: Int, _ second: Int) -> Double {
        guard tabulated.isEmpty else { return tabulated[first * table.values.count + second] }
        return table.coordinates.withUnsafeBufferPointer {
            covariance(member(first), $0, first, member(second), $0, second)
        }
    }

    /// Between properties `one` and `other` of the family at the `first` and the `second` of flat coordinates.
    private func covariance(
        _ one: Int, _ left: UnsafeBufferPointer<Double>, _ first: Int, _ other: Int, _ right: UnsafeBufferPointer<Double>, _ second: Int
    ) -> Double {
        var sum = one == other ? levelVariances[one] : 0
        for latent in kernels.indices {
            var square = 0.0
            for axis in 0..<axes {
                let difference = left[first * axes + axis] - right[second * axes + axis]
                square += inverseSquares[latent * axes + axis] * difference * difference
            }
            sum += loadings[latent * members + one] * loadings[latent * members + other] * kernels[latent].correlation(squaredDistance: square)
        }
        return sum
    }

    func noiseVariance(_ row: Int) -> Double { noiseVariances[member(row)] + table.knownVariances[row] }

    /// Of a measured value, noise included.
    func variance(_ row: Int) -> Double { variances[member(row)] + noiseVariance(row) }

    /// Of measured values, noise included; lower triangle.
    func matrix(_ rows: [Int]) -> Matrix {
        let count = rows.count
        var result = Matrix(rows: count, columns: count)
        result.elements.withUnsafeMutableBufferPointer { elements in
            for row in 0..<count {
                for column in 0..<row { elements[row * count + column] = covariance(rows[row], rows[column]) }
                elements[row * count + row] = variance(rows[row])
            }
        }
        return result
    }

    /// `log p(values)` of some rows; the processes and their levels are integrated out. `-∞` where the covariance is singular to the last bit.
    func logLikelihood(_ rows: [Int]) -> Double {
        logNormalDensity(rows.map { table.values[$0] }) { elements, stride in
            for row in rows.indices {
                elements[row * stride + row] = variance(rows[row])
                for column in (row + 1)..<max(rows.count, row + 1) { elements[row * stride + column] = covariance(rows[row], rows[column]) }
            }
        }
    }
}

extension ProcessCovariance {
    init(model: PhaseMapModel, layout: HyperParameterLayout, table: EvidenceTable.ProcessTable, family index: Int, region: Int, white: [Double]) {
        let family = layout.families[index]
        let priors = family.properties.map { model.properties[$0] }
        var indices = layout.processes[index][region]
        func take(_ count: Int) -> [Double] {
            defer { indices = indices.dropFirst(count) }
            return indices.prefix(count).map { layout.value($0, white) }
        }
        let deviations = take(priors.count)
        let directions = priors.map { _ -> [Double] in
            guard !family.isSingle else { return [1] }
            let direction = take(family.latentProcesses)
            let length = max(direction.reduce(0) { $0 + $1 * $1 }.squareRoot(), .leastNormalMagnitude)
            return direction.map { $0 / length }
        }
        let latents = 0..<family.latentProcesses
        self.init(
            table: table, kernels: latents.map { priors[$0 % priors.count].kernel },
            inverseSquares: latents.flatMap { take(priors[$0 % priors.count].lengths.count) }.map { 1 / ($0 * $0) },
            loadings: latents.flatMap { latent in zip(deviations, directions).map { $0 * $1[latent] } },
            levelVariances: priors.map { $0.levelDeviation * $0.levelDeviation },
            noiseVariances: family.properties.map { property in
                let noise = layout.value(layout.noises[property], white)
                return noise * noise
            })
    }

    /// Of two properties of the family at one place, levels left out, `-1...1`.
    func correlation(_ one: Int, _ other: Int) -> Double {
        func product(_ left: Int, _ right: Int) -> Double {
            kernels.indices.reduce(0) { $0 + loadings[$1 * members + left] * loadings[$1 * members + right] }
        }
        let scale = (product(one, one) * product(other, other)).squareRoot()
        return scale > 0 ? product(one, other) / scale : 0
    }

    /// Mean, relative to the level's, and variance of a property of the family at coordinates (`count × axes`, flat), given the values of some rows.
    func prediction(
        of member: Int = 0, at coordinates: [Double], given rows: [Int]
    ) throws(LinearAlgebraError) -> (means: [Double], variances: [Double]) {
        let count = axes == 0 ? 0 : coordinates.count / axes
        var means = [Double](repeating: 0, count: count)
        var variances = [Double](repeating: self.variances[member], count: count)
        guard !rows.isEmpty else { return (means, variances) }
        let factor = try CholeskyFactor(inPlaceOf: matrix(rows))
        let weights = factor.divide(transposed: true, factor.divide(rows.map { table.values[$0] }))
        var cross = Matrix(rows: rows.count, columns: count)
        table.coordinates.withUnsafeBufferPointer { known in
            coordinates.withUnsafeBufferPointer { coordinates in
                for (index, row) in rows.enumerated() {
                    for column in 0..<count {
                        let covariance = covariance(table.members[row], known, row, member, coordinates, column)
                        cross.elements[index * count + column] = covariance
                        means[column] += covariance * weights[index]
                    }
                }
            }
        }
        for (column, square) in factor.solveLower(cross).columnSquares().enumerated() { variances[column] = max(variances[column] - square, 0) }
        return (means, variances)
    }
}
