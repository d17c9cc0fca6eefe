import Foundation
import PhaseMapping
import Tieline

/// The exact answer on the one-dimensional cases, with the priors that the case gives.
enum ChangePoints {
    static func run(_ cases: [(String, ReferenceCase)], seed: UInt64) throws {
        print(
            "| case | F1 | label log score | calibration error | property R² | property log score | of a normal | coverage 90 | width 90 | 5 %, 50 %, 95 % | R-hat | CPU s |"
        )
        for (name, item) in cases {
            guard let range = item.bounds.cp else { continue }
            var model = item.publishedModel
            model.sources = [StructureSource(name: "labels", errorRate: .fixed(0))]
            let (posterior, seconds) = try timed {
                try ChangePointPosterior(model: model, evidence: item.evidence, range: range[0]...range[1], chains: 8, seed: seed)
            }
            let prediction = try posterior.prediction(at: item.xt.map { Condition($0) })
            let quantiles = [0.05, 0.5, 0.95].map { rounded(posterior.quantile($0, ofChangePoint: 0), 4) }.joined(separator: ", ")
            print(
                "| \(name) | \(Scores(prediction, of: item).row) | \(quantiles) | \(rounded(posterior.mixing.worstSplitRHat, 3)) | "
                    + "\(rounded(seconds, 1)) |")
        }
    }
}
