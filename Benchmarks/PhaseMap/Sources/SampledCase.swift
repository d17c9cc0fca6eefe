import Foundation
import Inference
import PhaseMapping
import Tieline

/// One reference case, sampled by chains from dispersed starts on all cores.
struct SampledCase {
    private let name: String
    private let item: ReferenceCase
    private let options: Options
    private let chains: [PhaseMapChainResult]
    private let posterior: PhaseMapPosterior
    /// At the probe points, every draw.
    private let probes: PhaseMapPrediction
    private let scores: Scores
    /// Processor time of all chains, their warm-up included.
    private let seconds: Double

    init(_ name: String, _ item: ReferenceCase, _ options: Options) throws {
        self.name = name
        self.item = item
        self.options = options
        let sampler = options.sampler
        let model = options.model == "published" ? item.publishedModel : item.standardModel
        (chains, seconds) = try timed {
            try Parallel.map(count: sampler.chains) { number in
                Result { try sampler.chain(number, model: model, evidence: item.evidence) }
            }.map { try $0.get() }
        }
        posterior = try sampler.posterior(of: chains, model: model, evidence: item.evidence)
        scores = Scores(try posterior.thinned(to: 400).prediction(at: item.xt.map { Condition($0) }), of: item)
        probes = try posterior.prediction(at: item.probe.map { Condition(item.xt[$0]) })
    }

    /// The largest R-hat and the fewest effective draws of P(region) over the probes and the regions.
    private var mixing: (worst: Double, least: Double) {
        let traces = (0..<(item.probe.count * item.regions)).map { self.traces(ofProbe: $0 / item.regions, region: $0 % item.regions) }
        // Of the probabilities and of their ranks, folded and not.
        let report = MixingReport(traces: traces)
        return (report.worstSplitRHat, report.smallestEffectiveDraws)
    }

    var documentRow: BenchmarkDocument.Row {
        let (worst, least) = mixing
        return BenchmarkDocument.Row(
            case: name, model: options.model, seed: options.seed, chains: options.chains, draws: posterior.draws.count, cpuSeconds: seconds,
            effectiveSamples: least, rHat: worst, converged: posterior.mixing.hasMixed, scores: .init(scores))
    }

    func printRow(isVerbose: Bool) {
        let (worst, least) = mixing
        print(
            "| \(name) | \(options.model) | \(scores.row) | R-hat \(rounded(worst, 3)) | ESS \(Int(least)) | CPU \(rounded(seconds, 1)) s | "
                + "ESS/s \(rounded(least / seconds, 2)) | \(posterior.mixing.sentence)")
        if isVerbose { printDetails() }
    }

    private func traces(ofProbe point: Int, region: Int) -> [[Double]] {
        (0..<options.chains).map { chain in
            (0..<options.draws).map { probes.probability(draw: chain * options.draws + $0, point: point, region: region) }
        }
    }

    /// Every probe, the hyper-parameters, and the ladder of every chain.
    private func printDetails() {
        for (point, index) in item.probe.enumerated() {
            for region in 0..<item.regions {
                let traces = traces(ofProbe: point, region: region)
                let diagnostics = ChainDiagnostics(chains: traces)
                print(
                    "    P(\(region)) at \(item.xt[index]): \(rounded(probes.probability(point: point, region: region), 3)), "
                        + "ESS \(Int(diagnostics.effectiveDraws)), R-hat \(rounded(diagnostics.splitRHat ?? .nan, 3)), "
                        + "chains \(traces.map { rounded(mean($0), 3) }.joined(separator: " "))")
            }
        }
        printQuantiles("field deviation", posterior.draws.map(\.fieldDeviation))
        for axis in 0..<item.dim { printQuantiles("length \(axis)", posterior.draws.map { $0.fieldLengths[axis] }) }
        printQuantiles("noise", posterior.draws.map { $0.noises[0] })
        for (number, chain) in chains.enumerated() {
            guard let ladder = chain.ladder else { continue }
            let (up, down) = ladder.logEvidence
            print(
                "    chain \(number): barrier \(rounded(ladder.communicationBarrier, 2)), round trips \(chain.roundTrips), "
                    + "log evidence upwards \(rounded(up, 2)), downwards \(rounded(down, 2)), "
                    + "rejections \(ladder.rejectionRates.map { rounded($0, 2) }.joined(separator: " "))")
        }
    }

    private func printQuantiles(_ name: String, _ values: [Double]) {
        let sorted = values.sorted()
        print("    \(name), 5 %, 50 %, 95 %: " + [0.05, 0.5, 0.95].map { rounded(quantile($0, ofSorted: sorted) ?? .nan, 4) }.joined(separator: " "))
    }
}
