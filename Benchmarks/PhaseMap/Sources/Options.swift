import PhaseMapping

/// What the command line says.
struct Options {
    var file = ""
    var cases: [String] = []
    var model = "tieline"
    var chains = 8
    var warmUp = 200
    var draws = 800
    var thinning = 1
    var rungs = 10
    var cold = 4
    var foot = LadderFoot.labels
    var seed: UInt64 = 1
    var isVerbose = false
    /// Whether the sampled cases are printed as a ``BenchmarkDocument``.
    var isJSON = false

    var sampler: PhaseMapSampler {
        var sampler = PhaseMapSampler(seed: seed)
        sampler.chains = chains
        sampler.warmUp = warmUp
        sampler.draws = draws
        sampler.thinning = thinning
        sampler.rungs = rungs
        sampler.coldSweeps = cold
        sampler.foot = foot
        return sampler
    }

    static let usage = """
        usage: phase-map-benchmark CASES.json [--case NAME]... [--model tieline|published|fast|beside|cost|calibration|change-points] [--chains N] [--warm-up N]
               [--draws N] [--thinning N] [--rungs N] [--cold N] [--foot labels|prior] [--seed N] [--verbose] [--json]

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
            case "--json": isJSON = true
            default: file = word
            }
        }
    }
}
