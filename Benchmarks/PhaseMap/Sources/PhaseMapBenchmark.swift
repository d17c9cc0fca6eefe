import Foundation
import Inference
import PhaseMapping
import Tieline

@main
enum PhaseMapBenchmark {
    static func main() throws {
        let options = try Options(CommandLine.arguments)
        guard !options.file.isEmpty else {
            FileHandle.standardError.write(Data(Options.usage.utf8))
            exit(2)
        }
        let cases = try ReferenceCase.all(inFile: options.file)
        if options.model == "calibration" {
            try Calibration.run(truths: options.draws, seed: options.seed)
            return
        }
        if options.model == "cost" {
            try FastMode.costs()
            return
        }
        if options.model == "change-points" {
            try ChangePoints.run(["1d_1", "1d_2"].compactMap { name in cases[name].map { (name, $0) } }, seed: options.seed)
            return
        }
        if options.model == "fast" {
            try FastMode.scores((options.cases.isEmpty ? cases.keys.sorted() : options.cases).compactMap { name in cases[name].map { (name, $0) } })
            return
        }
        for name in options.cases.isEmpty ? cases.keys.sorted() : options.cases {
            guard let item = cases[name] else { continue }
            var sampler = PhaseMapSampler(seed: options.seed)
            sampler.chains = options.chains
            sampler.warmUp = options.warmUp
            sampler.draws = options.draws
            sampler.thinning = options.thinning
            sampler.rungs = options.rungs
            sampler.coldSweeps = options.cold
            sampler.foot = options.foot
            let model = options.model == "published" ? item.publishedModel : item.standardModel
            let start = clock()
            let results = Parallel.map(count: options.chains) { [sampler] number in
                Result { try sampler.chain(number, model: model, evidence: item.evidence) }
            }
            let chains = try results.map { try $0.get() }
            let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
            let posterior = try sampler.posterior(of: chains, model: model, evidence: item.evidence)
            let predictionStart = clock()
            let prediction = try posterior.thinned(to: 400).prediction(at: item.xt.map { Condition($0) })
            let predictionSeconds = Double(clock() - predictionStart) / Double(CLOCKS_PER_SEC)
            let scores = Scores(prediction, of: item)
            let probes = try posterior.prediction(at: item.probe.map { Condition(item.xt[$0]) })
            var worst = 0.0
            var least = Double.infinity
            for point in item.probe.indices {
                for region in 0..<item.regions {
                    let traces = (0..<options.chains).map { chain in
                        (0..<options.draws).map { probes.probability(draw: chain * options.draws + $0, point: point, region: region) }
                    }
                    let diagnostics = ChainDiagnostics(chains: traces)
                    worst = max(worst, diagnostics.splitRHat ?? .infinity)
                    least = min(least, diagnostics.effectiveDraws)
                }
            }
            print(
                "| \(name) | \(options.model) | \(scores.row) | R-hat \(worst.formatted(.number.precision(.fractionLength(3)))) | ESS \(Int(least)) | "
                    + "CPU \(seconds.formatted(.number.precision(.fractionLength(1)))) s | ESS/s \((least / seconds).formatted(.number.precision(.fractionLength(2)))) "
                    + "| predict \(predictionSeconds.formatted(.number.precision(.fractionLength(1)))) | \(posterior.mixing.sentence)")
            if options.isVerbose {
                func effective(_ name: String, _ value: (PhaseMapDraw) -> Double) {
                    let traces = (0..<options.chains).map { chain in (0..<options.draws).map { value(posterior.draws[chain * options.draws + $0]) } }
                    let d = ChainDiagnostics(chains: traces)
                    print("    \(name): ESS \(Int(d.effectiveDraws)) R-hat \(d.splitRHat ?? 0)")
                }
                effective("deviation", \.fieldDeviation)
                effective("length0", { $0.fieldLengths[0] })
                effective("noise", { $0.noises[0] })
                effective("loglik", \.logLikelihood)
                for point in item.probe.indices {
                    for region in 0..<item.regions {
                        let traces = (0..<options.chains).map { chain in
                            (0..<options.draws).map { probes.probability(draw: chain * options.draws + $0, point: point, region: region) }
                        }
                        let d = ChainDiagnostics(chains: traces)
                        if d.effectiveDraws < 2 * least || item.regions == 2 {
                            print(
                                "    probe \(item.xt[item.probe[point]]) P\(region) \(probes.probability(point: point, region: region)): ESS \(Int(d.effectiveDraws)) R-hat \(d.splitRHat ?? 0) chain means \(traces.map { (mean($0) * 1000).rounded() / 1000 })"
                            )
                        }
                    }
                }
                describe(posterior)
                for (number, chain) in chains.enumerated() {
                    guard let ladder = chain.ladder else { continue }
                    print("      ", ladder.inverseTemperatures.map { rounded($0, 4) }, ladder.rejectionRates.map { rounded($0, 2) })
                    let likelihoods = posterior.draws[(number * options.draws)..<((number + 1) * options.draws)].map(\.logLikelihood)
                    print(
                        "    chain \(number): barrier \(ladder.communicationBarrier), round trips \(chain.roundTrips), evidence \(ladder.logEvidence), mean log likelihood \(mean(likelihoods))"
                    )
                }
            }
        }
    }

    static func describe(_ posterior: PhaseMapPosterior) {
        func row(_ name: String, _ values: [Double]) {
            let sorted = values.sorted()
            print(
                "    \(name): "
                    + [0.05, 0.5, 0.95].map { (quantile($0, ofSorted: sorted) ?? .nan).formatted(.number.precision(.significantDigits(3))) }
                    .joined(separator: "  "))
        }
        row("field deviation", posterior.draws.map(\.fieldDeviation))
        for axis in posterior.model.field.lengths.indices { row("length \(axis)", posterior.draws.map { $0.fieldLengths[axis] }) }
        row("noise", posterior.draws.map { $0.noises[0] })
        row("log likelihood", posterior.draws.map(\.logLikelihood))
    }
}

struct Options {
    var file = ""
    var cases: [String] = []
    var model = "tieline"
    var chains = 8
    var warmUp = 300
    var draws = 500
    var thinning = 1
    var rungs = 12
    var cold = 4
    var foot = LadderFoot.labels
    var seed: UInt64 = 1
    var isVerbose = false

    static let usage = """
        usage: phase-map-benchmark CASES.json [--case NAME]... [--model tieline|published|fast|cost|calibration|change-points] [--chains N] [--warm-up N]
               [--draws N] [--thinning N] [--rungs N] [--cold N] [--foot labels|prior] [--seed N] [--verbose]

        """

    init(_ arguments: [String]) throws {
        var rest = arguments.dropFirst()
        while let word = rest.popFirst() {
            switch word {
            case "--case": cases.append(rest.popFirst() ?? "")
            case "--model": model = rest.popFirst() ?? ""
            case "--chains": chains = Int(rest.popFirst() ?? "") ?? chains
            case "--warm-up": warmUp = Int(rest.popFirst() ?? "") ?? warmUp
            case "--draws": draws = Int(rest.popFirst() ?? "") ?? draws
            case "--thinning": thinning = Int(rest.popFirst() ?? "") ?? thinning
            case "--rungs": rungs = Int(rest.popFirst() ?? "") ?? rungs
            case "--cold": cold = Int(rest.popFirst() ?? "") ?? cold
            case "--foot": foot = rest.popFirst() == "prior" ? .prior : .labels
            case "--seed": seed = UInt64(rest.popFirst() ?? "") ?? seed
            case "--verbose": isVerbose = true
            default: file = word
            }
        }
    }
}

/// Runs closures on all cores, results in order.
enum Parallel {
    static func map<Element: Sendable>(count: Int, _ body: @Sendable (Int) -> Element) -> [Element] {
        let results = UnsafeMutableBufferPointer<Element?>.allocate(capacity: count)
        results.initialize(repeating: nil)
        defer { results.deallocate() }
        nonisolated(unsafe) let unsafeResults = results
        DispatchQueue.concurrentPerform(iterations: count) { unsafeResults[$0] = body($0) }
        return results.compactMap(\.self)
    }
}
