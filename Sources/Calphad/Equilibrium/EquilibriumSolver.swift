/// Computes equilibria of an ``AlloySystem`` one after the other, and keeps its storage and everything that depends on temperature only.
///
/// A value: make one for each task. Results do not depend on what was computed before, but for ``equilibrium(_:startingFrom:)``, and for the driving
/// forces with ``EquilibriumConditions/Certification/shared``.
public struct EquilibriumSolver: Sendable {
    let core: CompiledSystem
    let system: AlloySystem
    var isotherms: IsothermCache
    var programme = HullProgramme()
    var newton: EquilibriumNewton
    /// One for each phase, made when it is first needed.
    var workspaces: [PhaseWorkspace]
    var sampleEnergies: [SIMD4<Double>]
    var witnessEnergies: [SIMD4<Double>]
    /// Kelvin at which each phase's energies were computed.
    var sampledAt: [Double]
    var witnessedAt: [Double]
    /// Scratch for the atoms of one constitution.
    var amounts: [Double]
    /// Constitutions compared with a tangent plane since the search began.
    var examined = 0
    /// Planes of the temperature, for certificates that share them.
    var planes = CertifiedPlanes()
    /// Systems of fewer components, or at another pressure.
    var others: [EquilibriumSolver] = []

    init(_ system: AlloySystem) {
        self.system = system
        core = system.core
        isotherms = IsothermCache(core)
        newton = EquilibriumNewton(core)
        workspaces = core.phases.map { PhaseWorkspace($0) }
        sampleEnergies = core.samples.makeEnergies()
        witnessEnergies = core.witnesses.makeEnergies()
        sampledAt = .init(repeating: 0, count: core.phases.count)
        witnessedAt = sampledAt
        amounts = .init(repeating: 0, count: core.components.count)
    }

}
