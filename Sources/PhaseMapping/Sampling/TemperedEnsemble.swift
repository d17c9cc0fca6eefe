import Inference
import LinearAlgebra

#if canImport(Glibc)
    import Glibc
#endif

/// Parallel tempering: one chain a rung between the prior and the posterior, neighbours exchanging states.
///
/// Modes that differ in the roles of the regions, or in the length of the field, are far apart for the posterior and close for the prior; what wanders down
/// the ladder carries each of them with its true weight.
struct TemperedEnsemble: Sendable {
    private(set) var ladder: TemperatureLadder
    private(set) var chains: [PhaseMapChain]
    /// Which state, by its place at the beginning, each rung holds; and whether it has been at the prior since it was last at the posterior.
    private var holders: [Int]
    private var hasVisitedPrior: [Bool]
    /// How often a state came from the prior to the posterior.
    private(set) var roundTrips = 0
    private var swapsEven = true
    private var stream: RandomStream

    /// All rungs begin at one state.
    init(target: PhaseMapTarget, start: PhaseMapState, rungs: Int, seed: UInt64, number: UInt64) {
        ladder = TemperatureLadder(rungs: rungs)
        chains = ladder.inverseTemperatures.enumerated().map { rung, inverseTemperature in
            PhaseMapChain(
                target: target, inverseTemperature: inverseTemperature, state: start,
                stream: RandomStream(seed: seed, key: 2, number, UInt64(rung)))
        }
        holders = Array(0..<rungs)
        hasVisitedPrior = Array(repeating: false, count: rungs)
        stream = RandomStream(seed: seed, key: 3, number)
    }

    /// The state of the posterior's own rung.
    var coldest: PhaseMapState { chains[chains.count - 1].state }

    /// A sweep of every rung, then one round of swaps.
    mutating func scan(coldSweeps: Int = 1) throws(LinearAlgebraError) {
        for rung in chains.indices {
            for _ in 0..<(rung == chains.count - 1 ? coldSweeps : 1) { try chains[rung].sweep() }
        }
        let logRatios = ladder.observe(logLikelihoods: chains.map(\.state.logLikelihood))
        for pair in stride(from: swapsEven ? 0 : 1, to: logRatios.count, by: 2) where log(1 - stream.uniform()) < logRatios[pair] {
            let state = chains[pair].state
            chains[pair].state = chains[pair + 1].state
            chains[pair + 1].state = state
            holders.swapAt(pair, pair + 1)
        }
        swapsEven.toggle()
        hasVisitedPrior[holders[0]] = true
        let cold = holders[holders.count - 1]
        if hasVisitedPrior[cold] {
            roundTrips += 1
            hasVisitedPrior[cold] = false
        }
    }

    /// A new ladder from what the swaps taught; what it learnt is forgotten.
    mutating func respace() {
        ladder = ladder.respaced(rungs: chains.count)
        for rung in chains.indices { chains[rung].inverseTemperature = ladder.inverseTemperatures[rung] }
        roundTrips = 0
    }
}
