import Foundation
import PhaseMapping
import Tieline

/// One case of `sage_cases.json`: the inputs every learner was given, and the truth it is scored by.
struct ReferenceCase: Decodable {
    struct Bounds: Decodable {
        var gpcVar: [Double]
        var gpcLen: [Double]
        var gprVar: [Double]
        var gprLen: [Double]
        var noiseVar: [Double]
        var gprBias: [Double]
        var cp: [Double]?
    }

    var dim: Int
    var regions: Int
    var xs: [[Double]]
    var ys: [Int]
    var xf: [[Double]]
    var yf: [Double]
    var xt: [[Double]]
    var rt: [Int]
    var ft: [Double]
    var yt: [Double]
    var sdNoise: Double?
    var bounds: Bounds
    var probe: [Int]
    /// Fe-Ga-Pd: points held out for the labels and for the property; elsewhere all are scored.
    var heldLabel: [Int]?
    var heldProp: [Int]?

    enum CodingKeys: String, CodingKey {
        case dim, regions = "R", xs, ys, xf, yf, xt, rt, ft, yt, sdNoise, bounds, probe, heldLabel, heldProp
    }

    static func all(inFile path: String) throws -> [String: ReferenceCase] {
        struct File: Decodable { var cases: [String: ReferenceCase] }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(File.self, from: Data(contentsOf: URL(filePath: path))).cases
    }

    var evidence: PhaseMapEvidence {
        PhaseMapEvidence(
            structure: zip(xs, ys).map { StructureEvidence(location: Condition($0), label: $1) },
            properties: zip(xf, yf).map { PropertyEvidence(location: Condition($0), value: $1) })
    }

    /// The published model, its priors as the baselines used them; the uniform prior of the level is replaced by the normal one of the same mean and
    /// variance, which is integrated out.
    var publishedModel: PhaseMapModel {
        func deviation(_ variances: [Double]) -> HyperParameterPrior { .uniformSquare(variances[0].squareRoot(), variances[1].squareRoot()) }
        func lengths(_ bounds: [Double]) -> [HyperParameterPrior] { Array(repeating: .uniform(bounds[0], bounds[1]), count: dim) }
        return PhaseMapModel(
            coordinates: .identity(axisCount: dim), labelledRegions: regions,
            field: RegionFieldPrior(deviation: deviation(bounds.gpcVar), lengths: lengths(bounds.gpcLen)),
            properties: [
                PropertyPrior(
                    name: "property", deviation: deviation(bounds.gprVar), lengths: lengths(bounds.gprLen), noise: deviation(bounds.noiseVar),
                    levelMean: (bounds.gprBias[0] + bounds.gprBias[1]) / 2,
                    levelDeviation: (bounds.gprBias[1] - bounds.gprBias[0]) / 12.0.squareRoot())
            ], sources: [StructureSource(name: "labels", errorRate: .fixed(0))])
    }
}

extension ReferenceCase {
    /// Our own model and priors; the noise has the bounds that the case gives.
    var standardModel: PhaseMapModel {
        let extents = (0..<dim).map { axis in (xt.map { $0[axis] }.max() ?? 1) - (xt.map { $0[axis] }.min() ?? 0) }
        let noise = bounds.noiseVar.map { $0.squareRoot() }
        return .standard(
            coordinates: .identity(axisCount: dim), extents: extents, labelledRegions: regions,
            properties: [PropertyScale(name: "property", values: yf, resolution: noise[0], noise: .logUniform(noise[0], noise[1]))])
    }
}
