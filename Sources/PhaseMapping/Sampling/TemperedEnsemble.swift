import Inference
import LinearAlgebra

#if canImport(Glibc)
    import Glibc
#endif

/// Parallel tempering: one chain a rung between the foot of the ladder and the posterior, neighbours exchanging states.
///
/// Modes that differ in the roles of the regions, or in the length of the field, are far apart for the posterior and close at the foot; what wanders down
/// the ladder carries each of them with its true weight.
struct TemperedEnsemble: Sendable {
    private(set) var ladder: TemperatureLadder
    private(set) var chains: [PhaseMapChain]
    /// Which state, by its place at the beginning, each rung holds; and whether it has been at the foot since it was last at the posterior.
    private var holders: [Int]
    private var hasVisitedFoot: [Bool]
    /// How often a state came from the foot to the posterior.
    private(set) var roundTrips = 0
    private var swapsEven = true
    private var stream: RandomStream
    private let foot: LadderFoot
    private let hasValues: Bool

    /// All rungs begin at one state.
    init(target: PhaseMapTarget, start: PhaseMapState, rungs: Int, foot: LadderFoot, seed: UInt64, number: UInt64) {
        let hasValues = target.table.families.contains { !$0.values.isEmpty }
        self.foot = foot
        self.hasValues = hasValues
        ladder = TemperatureLadder(rungs: rungs, power: 1)
        chains = ladder.inverseTemperatures.enumerated().map { rung, position in
            PhaseMapChain(
                target: target, tempering: foot.tempering(at: position, hasValues: hasValues), state: start,
                stream: RandomStream(seed: seed, key: 2, number, UInt64(rung)))
        }
        for rung in chains.indices { chains[rung].refreshTempered() }
        holders = Array(0..<rungs)
        hasVisitedFoot = Array(repeating: false, count: rungs)
        stream = RandomStream(seed: seed, key: 3, number)
    }

    /// The state of the posterior's own rung.
    var coldest: PhaseMapState { chains[chains.count - 1].state }

    /// A sweep of every rung, then one round of swaps.
    mutating func scan(coldSweeps: Int = 1) throws(LinearAlgebraError) {
        let cold = chains.count - 1
        for rung in 0..<cold { try chains[rung].sweep() }
        for _ in 0..<coldSweeps {
            try chains[cold].sweep()
            try chains[cold].refine()
        }
        for pair in stride(from: swapsEven ? 0 : 1, to: chains.count - 1, by: 2) { proposeSwap(pair) }
        swapsEven.toggle()
        hasVisitedFoot[holders[0]] = true
        let holder = holders[cold]
        if hasVisitedFoot[holder] {
            roundTrips += 1
            hasVisitedFoot[holder] = false
        }
    }

    /// Of the states of two neighbours.
    private mutating func proposeSwap(_ pair: Int) {
        let (lower, upper) = (chains[pair], chains[pair + 1])
        let raised = lower.target.processLogLikelihoods(lower.state, upper.tempering)
        let lowered = upper.target.processLogLikelihoods(upper.state, lower.tempering)
        let logRatio = ladder.observe(
            pair: pair, lower: upper.tempering.logLikelihood(lower.state, values: raised) - lower.logLikelihood,
            upper: upper.logLikelihood - lower.tempering.logLikelihood(upper.state, values: lowered))
        guard log(1 - stream.uniform()) < logRatio else { return }
        chains[pair].state = upper.state
        chains[pair].state.processLogLikelihoods = lowered
        chains[pair + 1].state = lower.state
        chains[pair + 1].state.processLogLikelihoods = raised
        holders.swapAt(pair, pair + 1)
    }

    /// A new ladder from what the swaps taught; what it learnt is forgotten.
    mutating func respace() {
        ladder = ladder.respaced(rungs: chains.count)
        for rung in chains.indices {
            chains[rung].tempering = foot.tempering(at: ladder.inverseTemperatures[rung], hasValues: hasValues)
            chains[rung].refreshTempered()
        }
        roundTrips = 0
    }
}

extension PhaseMapChain {
    /// Of the state, as the chain's own rung weighs it.
    var logLikelihood: Double { tempering.logLikelihood(state) }

    /// After the rung was moved.
    mutating func refreshTempered() { state.processLogLikelihoods = target.processLogLikelihoods(state, tempering) }
}
