import Foundation
import Inference
import PhaseMapping
import Tieline

/// The fast mode on the reference cases, and what an update and a next point cost as the data grow.
enum FastMode {
    static func scores(_ cases: [(String, ReferenceCase)]) throws {
        print(
            "| case | F1 | label log score | calibration error | property R² | property log score | of a normal | coverage 90 | width 90 | fit, CPU s | predict, CPU s |"
        )
        for (name, item) in cases {
            let (fit, seconds) = try timed { try PhaseMapApproximation(model: item.standardModel, evidence: item.evidence) }
            let (prediction, predictionSeconds) = try timed { try fit.prediction(at: item.xt.map { Condition($0) }, seed: 1) }
            print("| \(name) | \(Scores(prediction, of: item).row) | \(rounded(seconds, 3)) | \(rounded(predictionSeconds, 3)) |")
        }
    }
}

func timed<Result>(_ body: () throws -> Result) rethrows -> (Result, seconds: Double) {
    let start = clock()
    let result = try body()
    return (result, Double(clock() - start) / Double(CLOCKS_PER_SEC))
}

func rounded(_ value: Double, _ digits: Int) -> String { value.formatted(.number.precision(.fractionLength(digits)).grouping(.never)) }

extension FastMode {
    /// A circle with labels and values at random places of the square, `[-2, 2]²`; values 5 + waves inside, waves outside, noise 0.1.
    static func circle(measurements: Int, seed: UInt64) -> PhaseMapEvidence {
        var stream = RandomStream(seed: seed)
        var evidence = PhaseMapEvidence()
        for number in 0..<measurements {
            let place = Condition([4 * stream.uniform() - 2, 4 * stream.uniform() - 2])
            if number.isMultiple(of: 2) {
                evidence.structure.append(StructureEvidence(location: place, label: isInside(place) ? 1 : 0))
            } else {
                let value = (isInside(place) ? inner(place) : outer(place)) + 0.1 * stream.normal()
                evidence.properties.append(PropertyEvidence(location: place, value: value))
            }
        }
        return evidence
    }

    private static let grid = (0..<1681).map { Condition([-2 + 0.1 * Double($0 % 41), -2 + 0.1 * Double($0 / 41)]) }

    private static func isInside(_ place: Condition) -> Bool { place[0] * place[0] + place[1] * place[1] < 1 }

    private static let model = PhaseMapModel.standard(
        coordinates: .identity(axisCount: 2), extents: [4, 4], labelledRegions: 2,
        properties: [PropertyScale(name: "signal", level: 1, spread: 2.5, noise: .logUniform(0.03, 0.5))])

    /// The fast mode beside the sampler as the data grow.
    static func besideSampler(_ options: Options) throws {
        print(
            "| measurements | engine | F1 | label log score | calibration error | property log score | farthest, mean difference of P | R-hat | CPU s |"
        )
        for count in [40, 66, 150] {
            let evidence = circle(measurements: count, seed: options.seed)
            let (posterior, seconds) = try timed { try options.sampler.posterior(model: model, evidence: evidence) }
            let sampled = try posterior.thinned(to: 200).prediction(at: grid)
            let (fast, fastSeconds) = try timed {
                try PhaseMapApproximation(model: model, evidence: evidence).prediction(at: grid, seed: options.seed)
            }
            let differences = grid.indices.map { abs(sampled.probability(point: $0, region: 1) - fast.probability(point: $0, region: 1)) }
            print("| \(count) | sampler | \(scores(sampled)) | | \(rounded(posterior.mixing.worstSplitRHat, 3)) | \(rounded(seconds, 1)) |")
            print(
                "| | fast | \(scores(fast)) | \(rounded(differences.max() ?? 0, 2)), \(rounded(mean(differences), 3)) | | \(rounded(fastSeconds, 2)) |"
            )
        }
    }

    private static func scores(_ prediction: PhaseMapPrediction) -> String {
        let best = prediction.mostProbableRegions
        let truth = grid.map { isInside($0) ? 1 : 0 }
        let right = mean(grid.indices.map { best[$0] == truth[$0] ? 1 : 0 })
        let label = mean(grid.indices.map { log(max(prediction.probability(point: $0, region: truth[$0]), 1e-300)) })
        let sure = mean(grid.indices.map { prediction.probability(point: $0, region: best[$0]) })
        let property = mean(
            grid.indices.map { prediction.propertyLogDensity(0, point: $0, value: isInside(grid[$0]) ? inner(grid[$0]) : outer(grid[$0])) })
        return [right, label, sure - right, property].map { rounded($0, 3) }.joined(separator: " | ")
    }

    private static func inner(_ place: Condition) -> Double { 5 + sin(2 * place[0] + place[1]) }
    private static func outer(_ place: Condition) -> Double { cos(place[0] - 2 * place[1]) }

    /// One more measurement, and the most informative of 1,681 points.
    static func costs() throws {
        print("| measurements | first fit, CPU s | update, CPU s | next point, CPU s | F1 |")
        for count in [66, 1_000, 10_000] {
            let evidence = circle(measurements: count, seed: 11)
            var earlier = evidence
            earlier.structure.removeLast()
            let (first, firstSeconds) = try timed { try PhaseMapApproximation(model: model, evidence: earlier) }
            let (fit, seconds) = try timed { try PhaseMapApproximation(model: model, evidence: evidence, previous: first) }
            let (prediction, predictionSeconds) = try timed { try fit.prediction(at: grid, seed: 1) }
            let best = prediction.mostProbableRegions
            let right = grid.indices.count { best[$0] == (isInside(grid[$0]) ? 1 : 0) }
            print(
                "| \(count) | \(rounded(firstSeconds, 3)) | \(rounded(seconds, 3)) | \(rounded(predictionSeconds, 3)) | "
                    + "\(rounded(Double(right) / Double(grid.count), 3)) |")
        }
    }
}
