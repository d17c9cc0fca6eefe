import Foundation
import PhaseMapping

/// The scores of `learner_baselines.md`, by the same definitions.
struct Scores {
    var accuracy: Double
    /// Mean `ln P(true region)`.
    var labelLogScore: Double
    /// Ten bins of the largest probability.
    var calibrationError: Double
    var rSquared: Double
    /// Mean log density of a noisy value under the mixture over draws and regions.
    var propertyLogScore: Double
    /// The same under one normal distribution of the total variance.
    var normalLogScore: Double
    var coverage90: Double
    var width90: Double

    init(_ prediction: PhaseMapPrediction, of item: ReferenceCase) {
        let all = Array(item.xt.indices)
        let labels = item.heldLabel ?? all
        let best = prediction.mostProbableRegions
        accuracy = mean(labels.map { best[$0] == item.rt[$0] ? 1 : 0 })
        labelLogScore = mean(labels.map { log(max(prediction.probability(point: $0, region: item.rt[$0]), 1e-300)) })
        var bins = Array(repeating: (confidence: 0.0, right: 0.0), count: 10)
        for point in labels {
            let confidence = prediction.probability(point: point, region: best[point])
            let bin = min(Int(confidence * 10), 9)
            bins[bin].confidence += confidence
            bins[bin].right += best[point] == item.rt[point] ? 1 : 0
        }
        calibrationError = bins.reduce(0) { $0 + abs($1.confidence - $1.right) } / Double(labels.count)
        let held = item.heldProp ?? all
        let property = prediction.properties[0]
        let centre = mean(held.map { item.ft[$0] })
        let residual = held.reduce(0) { $0 + pow(item.ft[$1] - property.means[$1], 2) }
        rSquared = 1 - residual / held.reduce(0) { $0 + pow(item.ft[$1] - centre, 2) }
        propertyLogScore = mean(held.map { prediction.propertyLogDensity(0, point: $0, value: item.yt[$0]) })
        normalLogScore = mean(
            held.map {
                let variance = property.variances[$0] + property.noiseVariance
                return -0.5 * (pow(item.yt[$0] - property.means[$0], 2) / variance + log(2 * Double.pi * variance))
            })
        // Quantiles cost a bisection each: of the 1,681 points of a circle every fifth will do.
        let some = held.count > 500 ? held.enumerated().filter { $0.offset % 5 == 0 }.map(\.element) : held
        let intervals = some.map { prediction.propertyInterval(0, point: $0, probability: 0.9) }
        coverage90 = mean(zip(some, intervals).map { $1.contains(item.yt[$0]) ? 1 : 0 })
        width90 = mean(intervals.map { $0.upperBound - $0.lowerBound })
    }

    var row: String {
        [
            (accuracy, 3), (labelLogScore, 3), (calibrationError, 3), (rSquared, 3), (propertyLogScore, 2), (normalLogScore, 2), (coverage90, 2),
            (width90, 2),
        ]
        .map { value, digits in value.formatted(.number.precision(.fractionLength(digits)).grouping(.never)) }.joined(separator: " | ")
    }
}

func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(values.count, 1)) }
