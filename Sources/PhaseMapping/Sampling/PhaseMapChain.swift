import Inference
import LinearAlgebra

#if canImport(Glibc)
    import Glibc
#endif

/// One Markov chain on `prior × likelihood^β`, where the likelihood is that of everything measured, given the region of each location, and `β` stands for a power
/// of labels and added noise of values (``Tempering``).
struct PhaseMapChain: Sendable {
    let target: PhaseMapTarget
    var tempering: Tempering
    var state: PhaseMapState
    var stream: RandomStream

    /// With more noise than this added to the values, the field and its hyper-parameters move all together; with less, such a move is hardly ever a long one.
    static let jointMoveInflation = 0.2
    /// More draw fewer effective ones a second: they cost a third of a sweep each.
    static let slicesAboutSites = 2

    /// Every unknown once.
    mutating func sweep() throws(LinearAlgebraError) {
        guard !tempering.isPrior else {
            state = try target.priorState(&stream)
            state.processLogLikelihoods = target.processLogLikelihoods(state, tempering)
            return
        }
        for region in 0..<target.regions { sliceLatents(of: region) }
        try sliceField()
        sliceFieldWithLatentsHeld()
        sliceWithNoiseHeld()
        try resampleAssignments()
        for family in target.families.indices {
            for region in 0..<target.regions { sliceProcess(family, region) }
            for member in target.families[family].properties.indices { sliceNoise(family, member) }
        }
        for source in target.model.sources.indices { sliceConfusion(source) }
        exchangeRoles()
    }

    /// What the posterior's own rung adds to a sweep: it is all that is reported, and its assignments are the stiffest.
    mutating func refine() throws(LinearAlgebraError) {
        for _ in 0..<Self.slicesAboutSites { try sliceFieldAboutSites() }
        // One pair of regions is as much to ask as any: so often that all together cost no more than one.
        let pairs = Double(target.regions * (target.regions - 1) / 2)
        if stream.uniform() * pairs < 1 { try exchangeUnlabelledPoints() }
    }
}
