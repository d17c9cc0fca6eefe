import Foundation
import Inference
import PhaseMapping
import Tieline

/// Simulation-based calibration (Talts et al. 2018, arXiv:1804.06788; Modrák et al. 2023, Bayesian Anal. 20, 461): truths from the prior, the posterior of what they let measure, and where the truth stands in it.
enum Calibration {
    private static let labels = 12
    private static let values = 12
    private static let held = 12
    /// Ranks among so many draws, thinned until they are nearly independent.
    private static let ranked = 39

    private static let model = PhaseMapModel.standard(
        coordinates: .identity(axisCount: 2), extents: [1, 1], labelledRegions: 3,
        properties: [PropertyScale(name: "signal", level: 0, spread: 1, noise: .logUniform(0.05, 0.5))],
        sources: [StructureSource(name: "labels", errorRate: .fixed(0.02))])

    struct Outcome: Sendable {
        /// Quantity, rank in `0...ranked`.
        var ranks: [Int]
        /// Of held-out points: probabilities and the true region; whether the 90 % interval holds a new value.
        var classes: [(probabilities: [Double], region: Int)]
        var isCovered: [Bool]
    }

    static let quantities = ["field deviation", "field length 0", "field length 1", "noise", "P(0) at a label", "P(0) at a value", "log likelihood"]

    static func run(truths: Int, seed: UInt64) throws {
        let start = clock()
        let outcomes = try Parallel.map(count: truths) { number in Result { try outcome(number, seed: seed) } }.map { try $0.get() }
        print("\(truths) truths, CPU \(rounded(Double(clock() - start) / Double(CLOCKS_PER_SEC), 0)) s")
        let bins = 8
        for (index, name) in quantities.enumerated() {
            var counts = [Int](repeating: 0, count: bins)
            for outcome in outcomes { counts[outcome.ranks[index] * bins / (ranked + 1)] += 1 }
            let wanted = Double(truths) / Double(bins)
            let chi = counts.reduce(0) { $0 + pow(Double($1) - wanted, 2) / wanted }
            // 95 % and 99.9 % of chi-squared with 7 degrees of freedom: 14.07 and 24.32.
            print("ranks of \(name): \(counts), chi-squared \(rounded(chi, 1)) (95 %: 14.1)")
        }
        let covered = outcomes.flatMap(\.isCovered)
        print("90 % intervals of new values cover \(rounded(100 * mean(covered.map { $0 ? 1 : 0 }), 1)) % of \(covered.count)")
        let classes = outcomes.flatMap(\.classes)
        print(
            "expected calibration error over \(classes.count) points: of the most probable region \(rounded(topError(classes), 4)), of each region "
                + (0..<model.regions).map { region in
                    rounded(error(classes.map { ($0.probabilities[region], $0.region == region) }), 4)
                }.joined(separator: ", "))
        let gains = classes.map { log(max($0.probabilities[$0.region], 1e-300)) + log(Double(model.regions)) }
        let deviation = (mean(gains.map { $0 * $0 }) - mean(gains) * mean(gains)).squareRoot()
        print(
            "label log score beyond the prior's even odds \(rounded(mean(gains), 3)) nats a point, standard error "
                + rounded(deviation / Double(gains.count).squareRoot(), 3))
    }

    private static func topError(_ classes: [(probabilities: [Double], region: Int)]) -> Double {
        error(
            classes.map { item in
                let best = item.probabilities.indices.max { item.probabilities[$0] < item.probabilities[$1] } ?? 0
                return (item.probabilities[best], best == item.region)
            })
    }

    /// In ten bins of the probability.
    private static func error(_ forecasts: [(probability: Double, isRight: Bool)]) -> Double {
        var bins = [(probability: Double, hits: Double)](repeating: (0, 0), count: 10)
        for forecast in forecasts {
            let index = min(Int(forecast.probability * 10), 9)
            bins[index].probability += forecast.probability
            bins[index].hits += forecast.isRight ? 1 : 0
        }
        return bins.reduce(0) { $0 + abs($1.probability - $1.hits) } / Double(forecasts.count)
    }

    private static func outcome(_ number: Int, seed: UInt64) throws -> Outcome {
        var stream = RandomStream(seed: seed, key: UInt64(number))
        let conditions = (0..<(labels + values + held)).map { _ in Condition([stream.uniform(), stream.uniform()]) }
        let truth = try model.truth(at: conditions, &stream)
        let evidence = PhaseMapEvidence(
            structure: (0..<labels).map { index in
                StructureEvidence(
                    location: conditions[index], label: truth.label(at: index, regions: model.regions, errorRate: 0.02, &stream))
            },
            properties: (labels..<(labels + values)).map {
                PropertyEvidence(location: conditions[$0], value: truth.value(of: 0, at: $0, &stream))
            })
        var sampler = PhaseMapSampler(seed: seed &+ UInt64(number) &* 7919)
        sampler.chains = 1
        sampler.rungs = 7
        sampler.warmUp = 60
        sampler.draws = ranked
        sampler.thinning = 5
        let posterior = try sampler.posterior(model: model, evidence: evidence)
        let heldPoints = Array((labels + values)..<conditions.count)
        let prediction = try posterior.prediction(at: heldPoints.map { conditions[$0] })
        /// Lengths are step functions: ties are broken at random.
        func rank(_ truth: Double, _ draws: [Double]) -> Int {
            let below = draws.count { $0 < truth * (1 - 1e-9) }
            let equal = draws.count { abs($0 - truth) <= 1e-9 * truth }
            return below + min(Int(stream.uniform() * Double(equal + 1)), equal)
        }
        // Of the fields: at a measured point the draws know the region itself.
        let probabilities = try [0, labels].map { try posterior.fieldProbabilities(of: 0, at: conditions[$0]) }
        let logLikelihood = posterior.logLikelihood(of: truth)
        return Outcome(
            ranks: [
                rank(truth.fieldDeviation, posterior.draws.map(\.fieldDeviation)),
                rank(truth.fieldLengths[0], posterior.draws.map { $0.fieldLengths[0] }),
                rank(truth.fieldLengths[1], posterior.draws.map { $0.fieldLengths[1] }), rank(truth.noises[0], posterior.draws.map { $0.noises[0] }),
                rank(exp(truth.logProbabilities[0][0]), probabilities[0]), rank(exp(truth.logProbabilities[labels][0]), probabilities[1]),
                posterior.draws.count { $0.logLikelihood < logLikelihood },
            ],
            classes: heldPoints.enumerated().map { offset, index in
                ((0..<model.regions).map { prediction.probability(point: offset, region: $0) }, truth.regions[index])
            },
            isCovered: heldPoints.enumerated().map { offset, index in
                prediction.propertyInterval(0, point: offset, probability: 0.9).contains(truth.value(of: 0, at: index, &stream))
            })
    }
}
