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
    var isHelp = false
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

    /// What `--model` may be.
    static let models = ["tieline", "published", "fast", "beside", "cost", "calibration", "change-points"]

    init(_ arguments: [String]) throws {
        var rest = arguments.dropFirst()
        func value(_ option: String) throws -> String {
            guard let word = rest.popFirst() else { throw WrongUsage("\(option) has no value") }
            return word
        }
        func number<Number: FixedWidthInteger>(_ option: String) throws -> Number {
            let word = try value(option)
            guard let number = Number(word), number > 0 else { throw WrongUsage("\(option) takes a positive whole number, and not \(word)") }
            return number
        }
        while let word = rest.popFirst() {
            switch word {
            case "--case": cases.append(try value(word))
            case "--model":
                model = try value(word)
                guard Self.models.contains(model) else { throw WrongUsage("there is no model \(model)") }
            case "--chains": chains = try number(word)
            case "--warm-up": warmUp = try number(word)
            case "--draws": draws = try number(word)
            case "--thinning": thinning = try number(word)
            case "--rungs": rungs = try number(word)
            case "--cold": cold = try number(word)
            case "--foot":
                let name = try value(word)
                guard name == "prior" || name == "labels" else { throw WrongUsage("the foot of a ladder is labels or prior, and not \(name)") }
                foot = name == "prior" ? .prior : .labels
            case "--seed": seed = try number(word)
            case "--verbose": isVerbose = true
            case "--json": isJSON = true
            case "--help", "-h": isHelp = true
            case _ where word.hasPrefix("-") || !file.isEmpty: throw WrongUsage("\(word) means nothing here")
            default: file = word
            }
        }
        guard isHelp || !file.isEmpty else { throw WrongUsage("no file of cases") }
    }
}

/// A command line that is not understood.
struct WrongUsage: Error {
    var message: String
    init(_ message: String) { self.message = message }
}
