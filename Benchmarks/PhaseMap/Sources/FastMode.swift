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
            let (x, y) = (4 * stream.uniform() - 2, 4 * stream.uniform() - 2)
            let isInside = x * x + y * y < 1
            if number.isMultiple(of: 2) {
                evidence.structure.append(StructureEvidence(location: Condition([x, y]), label: isInside ? 1 : 0))
            } else {
                let value = (isInside ? 5 + sin(2 * x + y) : cos(x - 2 * y)) + 0.1 * stream.normal()
                evidence.properties.append(PropertyEvidence(location: Condition([x, y]), value: value))
            }
        }
        return evidence
    }

    /// One more measurement, and the most informative of 1,681 points.
    static func costs() throws {
        print("| measurements | first fit, CPU s | update, CPU s | next point, CPU s | F1 |")
        let grid = (0..<1681).map { Condition([-2 + 0.1 * Double($0 % 41), -2 + 0.1 * Double($0 / 41)]) }
        for count in [66, 1_000, 10_000] {
            let evidence = circle(measurements: count, seed: 11)
            let noise = HyperParameterPrior.logUniform(0.03, 0.5)
            let model = PhaseMapModel.standard(
                coordinates: .identity(axisCount: 2), extents: [4, 4], labelledRegions: 2,
                properties: [PropertyScale(name: "signal", level: 1, spread: 2.5, noise: noise)])
            var earlier = evidence
            earlier.structure.removeLast()
            let (first, firstSeconds) = try timed { try PhaseMapApproximation(model: model, evidence: earlier) }
            let (fit, seconds) = try timed { try PhaseMapApproximation(model: model, evidence: evidence, previous: first) }
            let (prediction, predictionSeconds) = try timed { try fit.prediction(at: grid, seed: 1) }
            let best = prediction.mostProbableRegions
            let right = grid.indices.count { best[$0] == (grid[$0][0] * grid[$0][0] + grid[$0][1] * grid[$0][1] < 1 ? 1 : 0) }
            print(
                "| \(count) | \(rounded(firstSeconds, 3)) | \(rounded(seconds, 3)) | \(rounded(predictionSeconds, 3)) | "
                    + "\(rounded(Double(right) / Double(grid.count), 3)) |")
        }
    }
}
