public import Inference
import LinearAlgebra

/// Draws phase maps from the posterior by Markov chains, each with a ladder of tempered companions (``TemperatureLadder``).
///
/// Chains begin far apart, some of them deliberately wrong (roles exchanged, lengths too short), so that their agreement, the ``MixingReport``, means something. A
/// chain is a pure function of its number and the seed: run them where and how you like, then ``posterior(of:model:evidence:)`` joins them.
public struct PhaseMapSampler: Sendable {
    /// At least two, or nobody can tell whether they mixed; the four kinds of start are given out in turn.
    public var chains = 4
    /// Scans that are thrown away, of each chain: the ladder is spaced by them.
    public var warmUp = 100
    /// Draws that are kept, of each chain.
    public var draws = 250
    /// Scans from one kept draw to the next.
    public var thinning = 1
    /// Of the ladder between its foot and the posterior.
    public var rungs = 9
    public var foot = LadderFoot.labels
    /// Sweeps of the posterior's own rung in one scan; every other rung makes one.
    public var coldSweeps = 5
    public var seed: UInt64

    public init(seed: UInt64) { self.seed = seed }

    /// All chains, one after the other.
    ///
    /// - Throws: ``PhaseMapInputError`` for evidence or a model that cannot be; `LinearAlgebraError` without LAPACK.
    public func posterior(model: PhaseMapModel, evidence: PhaseMapEvidence) throws -> PhaseMapPosterior {
        try posterior(of: (0..<chains).map { try chain($0, model: model, evidence: evidence) }, model: model, evidence: evidence)
    }

    /// One chain.
    public func chain(_ number: Int, model: PhaseMapModel, evidence: PhaseMapEvidence) throws -> PhaseMapChainResult {
        let target = try PhaseMapTarget(model: model, evidence: evidence)
        var stream = RandomStream(seed: seed, key: 1, UInt64(number))
        let start = try target.start(.allCases[number % PhaseMapStart.allCases.count], &stream)
        var ensemble = TemperedEnsemble(target: target, start: start, rungs: rungs, foot: foot, seed: seed, number: UInt64(number))
        for round in Self.rounds(of: warmUp) {
            for _ in 0..<round { try ensemble.scan(coldSweeps: coldSweeps) }
            ensemble.respace()
        }
        let monitors = MixingMonitors(target)
        var result = PhaseMapChainResult(draws: [], monitors: [])
        for _ in 0..<draws {
            for _ in 0..<thinning { try ensemble.scan(coldSweeps: coldSweeps) }
            result.draws.append(target.draw(ensemble.coldest))
            result.monitors.append(monitors.probabilities(atEvidence: ensemble.coldest.latents))
        }
        result.ladder = ensemble.ladder
        result.roundTrips = ensemble.roundTrips
        return result
    }

    /// The ladder is spaced anew after each round, and each is as long as all before it: the last one, half of the whole, has the last word.
    static func rounds(of scans: Int) -> [Int] {
        var result: [Int] = []
        var left = scans
        while left > 16 {
            result.append(left / 2)
            left -= left / 2
        }
        return left > 0 ? [left] + result.reversed() : result.reversed()
    }

    /// Joins chains of one seed, model and evidence.
    public func posterior(of chains: [PhaseMapChainResult], model: PhaseMapModel, evidence: PhaseMapEvidence) throws -> PhaseMapPosterior {
        let target = try PhaseMapTarget(model: model, evidence: evidence)
        let monitors = MixingMonitors(target)
        let maps = try chains.map { chain in zip(chain.monitors, try monitors.probabilitiesBetween(chain.draws)).map { $0 + $1 } }
        let mixing = MixingReport(
            traces: Self.traces(maps), parameters: Self.traces(chains.map { $0.draws.map(MixingMonitors.parameters) }))
        return PhaseMapPosterior(target: target, evidence: evidence, draws: chains.flatMap(\.draws), mixing: mixing)
    }

    /// Quantity, chain, draw; from chain, draw, quantity.
    private static func traces(_ values: [[[Double]]]) -> [[[Double]]] {
        (0..<(values.first?.first?.count ?? 0)).map { index in values.map { $0.map { $0[index] } } }
    }
}

/// What one chain brings.
public struct PhaseMapChainResult: Sendable {
    public internal(set) var draws: [PhaseMapDraw]
    /// What ``MixingMonitors`` make of P(region) at the locations of the evidence, draw by draw.
    var monitors: [[Double]]
    /// Its temperatures, barrier and evidence.
    public internal(set) var ladder: TemperatureLadder?
    public internal(set) var roundTrips = 0
}

extension PhaseMapTarget {
    func draw(_ state: PhaseMapState) -> PhaseMapDraw {
        func value(_ index: Int) -> Double { layout.value(index, state.whiteHyperParameters) }
        return PhaseMapDraw(
            fieldDeviation: value(layout.fieldDeviation), fieldLengths: field.lengthValues(state.whiteHyperParameters[layout.fieldLengths]),
            termWeights: layout.termWeights.map(value),
            noises: layout.noises.map(value), errorRates: layout.errorRates.map(value), logLikelihood: state.logLikelihood,
            whiteHyperParameters: state.whiteHyperParameters, whiteLatents: state.whiteLatents, assignments: state.assignments)
    }
}
