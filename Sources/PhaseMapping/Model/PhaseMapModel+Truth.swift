public import Inference
import LinearAlgebra
public import Tieline

/// A map and properties drawn from a model's prior, at some conditions: what calibration and studies in silico measure.
public struct PhaseMapTruth: Sendable {
    public let conditions: [Condition]
    /// One a condition.
    public let regions: [Int]
    /// Property, condition: without noise.
    public let values: [[Double]]
    public let fieldDeviation: Double
    public let fieldLengths: [Double]
    /// One a property.
    public let noises: [Double]
    /// `log P(region 0 | x)` and so on at each condition, `conditions × regions`.
    public let logProbabilities: [[Double]]
    /// In the order of the layout.
    let whiteHyperParameters: [Double]

    /// The label of a source with this error rate.
    public func label(at index: Int, regions count: Int, errorRate: Double, _ stream: inout RandomStream) -> Int {
        stream.uniform() < errorRate ? min(Int(stream.uniform() * Double(count)), count - 1) : regions[index]
    }

    /// A noisy value.
    public func value(of property: Int, at index: Int, _ stream: inout RandomStream) -> Double {
        values[property][index] + noises[property] * stream.normal()
    }
}

extension PhaseMapModel {
    /// - Parameter conditions: All different.
    public func truth(at conditions: [Condition], _ stream: inout RandomStream) throws -> PhaseMapTruth {
        var evidence = PhaseMapEvidence()
        for property in properties.indices {
            evidence.properties += conditions.map { PropertyEvidence(location: $0, property: property, value: properties[property].levelMean) }
        }
        if properties.isEmpty { evidence.structure = conditions.map { StructureEvidence(location: $0, probabilities: [1]) } }
        let target = try PhaseMapTarget(model: self, evidence: evidence)
        let state = try target.priorState(&stream)
        let places = Dictionary(uniqueKeysWithValues: target.table.conditions.enumerated().map { ($1, $0) })
        let points = conditions.map { places[$0] ?? 0 }
        var values = properties.map { _ in [Double](repeating: 0, count: conditions.count) }
        for (index, family) in target.families.enumerated() {
            for region in 0..<regions {
                let covariance = target.processCovariance(index, region, state.whiteHyperParameters)
                let rows = target.table.families[index].rows(in: region, state.assignments)
                guard !rows.isEmpty else { continue }
                var matrix = covariance.matrix(rows)
                for (index, row) in rows.enumerated() {
                    // Without noise, but for what a Cholesky factor needs.
                    matrix[index, index] = (1 + FieldCorrelation.jitter) * (covariance.variance(row) - covariance.noiseVariance(row))
                }
                let field = try CholeskyFactor(inPlaceOf: matrix).multiply(stream.normals(rows.count))
                for (index, row) in rows.enumerated() {
                    // Rows are one property after another, each at every condition.
                    let property = family.properties[row / conditions.count]
                    values[property][row % conditions.count] = properties[property].levelMean + field[index]
                }
            }
        }
        let draw = target.draw(state)
        let logProbabilities = target.logProbabilities(state.latents)
        return PhaseMapTruth(
            conditions: conditions, regions: points.map { state.assignments[$0] }, values: values, fieldDeviation: draw.fieldDeviation,
            fieldLengths: draw.fieldLengths, noises: draw.noises,
            logProbabilities: points.map { point in (0..<regions).map { logProbabilities[$0 * target.points + point] } },
            whiteHyperParameters: state.whiteHyperParameters)
    }
}
