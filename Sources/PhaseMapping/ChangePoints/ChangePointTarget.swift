import Inference
import LinearAlgebra
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// One axis, hard steps: the change points are summed out exactly, so that only the hyper-parameters of the properties and the error rates are left.
struct ChangePointTarget: Sendable {
    let model: PhaseMapModel
    let table: EvidenceTable
    let layout: HyperParameterLayout
    let regions: Int
    /// Of the range of the change points and the locations inside it, rising: gap `k` lies between edges `k` and `k + 1`.
    let edges: [Double]
    let partitions: [ChangePointPartition]
    private let logVolumes: [Double]
    /// Of each location of the table, how many gaps lie below it.
    private let gapsBelow: [Int]

    /// More sums than these are no longer a small exact answer.
    static let maximumPartitions = 20_000

    init(model: PhaseMapModel, evidence: PhaseMapEvidence, range: ClosedRange<Double>) throws(PhaseMapInputError) {
        try model.requireSeparateProperties("the model of hard steps")
        guard model.coordinates.dimensions == 1 else {
            throw PhaseMapInputError(
                field: "model.coordinates", message: "\(model.coordinates.dimensions) coordinates, where change points need one",
                remedy: "Use the sampler of fields")
        }
        guard range.upperBound > range.lowerBound else {
            throw PhaseMapInputError(field: "range", message: "\(range) holds no change point", remedy: "Give two different bounds")
        }
        self.model = model
        regions = model.regions
        let table = try EvidenceTable(evidence, model: model)
        self.table = table
        layout = HyperParameterLayout(model)
        let inside = Set(table.coordinates.map { $0[0] }).filter { $0 > range.lowerBound && $0 < range.upperBound }
        let edges = [range.lowerBound] + inside.sorted() + [range.upperBound]
        self.edges = edges
        let widths = zip(edges, edges.dropFirst()).map { $1 - $0 }
        partitions = ChangePointPartition.all(changePoints: model.regions - 1, gaps: widths.count)
        guard partitions.count <= Self.maximumPartitions else {
            throw PhaseMapInputError(
                field: "model.regions", message: "\(partitions.count) places for \(model.regions - 1) change points",
                remedy: "Use fewer regions or locations, or the sampler of fields")
        }
        logVolumes = partitions.map { log($0.volume(widths: widths)) }
        gapsBelow = table.coordinates.map { coordinate in edges.dropFirst().count { $0 <= coordinate[0] } }
        let confusions = layout.confusions(model, Array(repeating: 0, count: layout.priors.count))
        guard partitions.contains(where: { structureLogLikelihood(assignments($0), confusions) > -.infinity }) else {
            throw PhaseMapInputError(
                field: "structure", message: "no change points in \(range) explain the labels: those of error-free sources must rise along the axis",
                remedy: "Number the labels along the axis, widen the range, or give the source an error rate")
        }
    }

    /// The region of every location.
    func assignments(_ partition: ChangePointPartition) -> [Int] { gapsBelow.map(partition.region) }

    /// Of labels and pairs.
    private func structureLogLikelihood(_ assignments: [Int], _ confusions: [LabelConfusion]) -> Double {
        var sum = 0.0
        for row in table.structure { sum += confusions[row.source].logLikelihood(row.probabilities, region: assignments[row.point]) }
        for pair in table.pairs {
            sum += log(assignments[pair.first] == assignments[pair.second] ? pair.probabilitySame : 1 - pair.probabilitySame)
        }
        return sum
    }

    /// `log` of volume and likelihood of every partition.
    func logWeights(_ white: [Double]) -> [Double] {
        let confusions = layout.confusions(model, white)
        var segments: [Segment: Double] = [:]
        return partitions.enumerated().map { index, partition in
            let assignments = assignments(partition)
            var sum = logVolumes[index] + structureLogLikelihood(assignments, confusions)
            guard sum > -.infinity else { return sum }
            for property in model.properties.indices {
                for region in 0..<regions {
                    let rows = table.families[property].rows(in: region, assignments)
                    guard !rows.isEmpty else { continue }
                    let segment = Segment(property: property, region: region, rows: rows)
                    let value = segments[segment] ?? logLikelihood(segment, white)
                    segments[segment] = value
                    sum += value
                }
            }
            return sum
        }
    }

    /// Values of a property in one region.
    struct Segment: Hashable {
        var property: Int
        var region: Int
        var rows: [Int]
    }

    private func logLikelihood(_ segment: Segment, _ white: [Double]) -> Double {
        let covariance = processCovariance(segment.property, segment.region, white)
        guard let factor = try? CholeskyFactor(inPlaceOf: covariance.matrix(segment.rows)) else { return -.infinity }
        let whitened = factor.divide(segment.rows.map { covariance.table.values[$0] })
        var square = 0.0
        for value in whitened { square += value * value }
        return -0.5 * (square + factor.logDeterminant + Double(segment.rows.count) * log(2 * Double.pi))
    }

    func processCovariance(_ property: Int, _ region: Int, _ white: [Double]) -> ProcessCovariance {
        ProcessCovariance(model: model, layout: layout, table: table.families[property], family: property, region: region, white: white)
    }
}
