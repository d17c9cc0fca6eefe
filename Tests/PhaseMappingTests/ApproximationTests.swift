import Inference
import LinearAlgebra
import Testing
import Tieline

@testable import PhaseMapping

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct ApproximationTests {
    private let model = PhaseMapModel.standard(
        coordinates: .identity(axisCount: 1), extents: [1], labelledRegions: 2,
        properties: [PropertyScale(name: "signal", level: 0, spread: 1, noise: .fixed(0.2))])

    private var evidence: PhaseMapEvidence {
        PhaseMapEvidence(properties: (0..<9).map { PropertyEvidence(location: Condition([Double($0) / 8]), value: sin(Double($0))) })
    }

    @Test("Values that belong to a region in full make the Gaussian process of the closed form, and each held out is the one left out")
    func fullShares() throws {
        let target = try PhaseMapTarget(model: model, evidence: evidence)
        let white = Array(repeating: 0.0, count: target.layout.priors.count)
        let exact = target.processCovariance(0, 0, white)
        let table = target.table.properties[0]
        let process = try WeightedProcess(
            prior: model.properties[0], white: [0, 0], table: table, inducing: table.coordinates,
            noiseVariances: Array(repeating: 0.04, count: 9), shares: Array(repeating: 1, count: 9))
        let points = [-0.2, 0.1, 0.55, 1.3]
        let (wanted, got) = (try exact.prediction(at: points, given: Array(0..<9)), try process.prediction(at: points))
        for index in points.indices {
            #expect(abs(wanted.means[index] - got.means[index]) < 1e-3)
            #expect(abs(wanted.variances[index] - got.variances[index]) < 1e-3)
        }
        for row in 0..<9 {
            let others = try exact.prediction(at: [table.coordinates[row]], given: (0..<9).filter { $0 != row })
            #expect(abs(process.heldOutMeans[row] - others.means[0]) < 1e-3)
            #expect(abs(process.heldOutVariances[row] - others.variances[0]) < 1e-3)
        }
        // Up to the prior of the hyper-parameters, which stands at its centre.
        #expect(abs(process.logEvidence - target.processLogLikelihood(0, 0, Array(repeating: 0, count: 9), white)) < 1e-2)
    }

    @Test("At the mode no weight can climb: the gradient is the difference of counts and probabilities, and it is balanced by the prior")
    func mode() throws {
        let features = try InducingFeatures(kernel: .matern52, lengths: [0.3], inducing: [0, 0.25, 0.5, 0.75, 1])
        let points = (0..<11).map { Double($0) / 10 }
        let targets = points.map { $0 < 0.45 ? 1.0 : 0 } + points.map { $0 < 0.45 ? 0.0 : 1 }
        let matrix = features.features(of: points)
        let fit = try FieldLaplace(regions: 2, deviation: 3, features: matrix, means: Array(repeating: 0, count: 22), targets: targets)
        func objective(_ weights: [Double]) throws -> Double {
            let fields = try Matrix.product(Matrix(rows: 2, columns: 5, elements: weights), matrix)
            var sum = -0.5 * weights.reduce(0) { $0 + $1 * $1 }
            for point in points.indices {
                let latents = [3 * fields[0, point], 3 * fields[1, point]]
                let normaliser = log(exp(latents[0]) + exp(latents[1]))
                for region in 0..<2 { sum += targets[region * 11 + point] * (latents[region] - normaliser) }
            }
            return sum
        }
        let best = try objective(fit.weights)
        for index in fit.weights.indices {
            for step in [0.05, -0.05] {
                var moved = fit.weights
                moved[index] += step
                #expect(try objective(moved) < best)
            }
        }
        for point in points.indices { #expect((fit.probabilities[point] > 0.5) == (points[point] < 0.45)) }
    }
}
