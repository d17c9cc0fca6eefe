import Calphad
import Tieline

/// The Gibbs-energy model of a binary eutectic, as the loop asks for it: fields along an isotherm and the invariant, for any shifts of the free
/// parameters. The strategy's only door to `Calphad`.
struct EutecticTheory: Sendable {
    /// The invariant: kelvin and mole fractions.
    struct Eutectic: Hashable, Sendable {
        var temperature: Double
        var leanSolid: Double
        var liquid: Double
        var richSolid: Double
    }

    /// By ``PhaseField/Solid``.
    let solids: [String]
    let liquid: String
    /// Of the database as it is.
    let unshifted: Eutectic
    private var system: BinarySystem
    /// Equilibria of the database as it is, from which Newton starts; the tie-lines stand beside the invariant.
    private let anchor: Invariant
    private let anchorSolids: TieLine
    private let anchorMelts: [TieLine]

    /// How far from the invariant the anchors of the tie-lines are taken, kelvin: near, but where three phases are told apart.
    private static let anchorDistance = 1.0
    /// Newton from an anchor may fail for a distant target: then the way is cut into so many steps, each twice the one before.
    private static let continuations = [1, 4, 16]

    init(_ start: CampaignStart) throws {
        let specification = start.specification
        let theory = specification.theory
        let database = try Database(parsing: start.database, file: theory.database)
        let free = try theory.moving.map { try ParameterIdentifier($0.parameter) }
        system = try BinarySystem(database, components: (theory.components[0], theory.components[1]), phases: theory.phases, free: free)
        let tracked = specification.peaks.map(\.phase)
        let untracked = theory.phases.filter { !tracked.contains($0) }
        guard theory.phases.count == 3, untracked.count == 1 else { throw AmaseError.wrongPhases(theory.phases) }
        liquid = untracked[0]
        let invariants = try system.invariants(in: Self.searchRange)
        guard let anchor = invariants.first(where: { $0.kind == .eutectic && $0.vertices[1].phase == untracked[0] }) else {
            throw AmaseError.noEutectic(phases: theory.phases)
        }
        self.anchor = anchor
        solids = [anchor.vertices[0].phase, anchor.vertices[2].phase]
        unshifted = Eutectic(anchor)
        let below = try system.tieLines(atTemperature: anchor.temperature - Self.anchorDistance)
        let above = try system.tieLines(atTemperature: anchor.temperature + Self.anchorDistance)
        let (lean, rich) = (solids[0], solids[1])
        guard let solidLine = below.first(where: { $0.leaner.phase == lean && $0.richer.phase == rich }),
            let leanMelt = above.first(where: { $0.leaner.phase == lean && $0.richer.phase == untracked[0] }),
            let richMelt = above.first(where: { $0.leaner.phase == untracked[0] && $0.richer.phase == rich })
        else { throw AmaseError.noEutectic(phases: theory.phases) }
        anchorSolids = solidLine
        anchorMelts = [leanMelt, richMelt]
    }

    /// Where eutectics are looked for, kelvin.
    private static let searchRange = 200.0...3000.0

    /// The same theory with other values of its free parameters, J/mol.
    func shifted(_ shifts: [Double]) -> EutecticTheory {
        var result = self
        result.system.shifts = shifts
        return result
    }

    /// The invariant for the present shifts, or `nil` if Newton does not find one.
    func eutectic() -> Eutectic? {
        if let found = try? system.invariant(startingFrom: anchor, searchesGlobally: false) { return plausible(found) }
        // In small steps Newton hardly ever fails, and a search costs as much as hundreds of them.
        let followed = continuation { (step: Invariant, system) in try? system.invariant(startingFrom: step, searchesGlobally: false) }
        return (followed ?? (try? system.invariant(startingFrom: anchor))).flatMap(plausible)
    }

    /// Composition in the order of a eutectic, inside the diagram, at a temperature at which anything here means anything.
    private func plausible(_ invariant: Invariant) -> Eutectic? {
        let x = invariant.compositions
        guard Self.searchRange.contains(invariant.temperature), 0 < x[0], x[0] < x[1], x[1] < x[2], x[2] < 1 else { return nil }
        return Eutectic(invariant)
    }

    /// The ends of the two-phase fields at a temperature: below the eutectic between the solids, above between each solid and the liquid.
    ///
    /// - Parameter isBelow: Which side of the eutectic is meant; on the wrong side the metastable continuation is returned.
    /// - Returns: `nil` if Newton does not find the field.
    func field(isBelow: Bool, atKelvin temperature: Double) -> PhaseField? {
        if isBelow {
            return line(from: anchorSolids, atKelvin: temperature).map { .solids(lean: $0.leaner.x, rich: $0.richer.x) }
        }
        let lean = line(from: anchorMelts[0], atKelvin: temperature)
        let rich = line(from: anchorMelts[1], atKelvin: temperature)
        guard lean != nil || rich != nil else { return nil }
        return .melt(
            lean: lean.map { PhaseField.Ends(solid: $0.leaner.x, liquid: $0.richer.x) },
            rich: rich.map { PhaseField.Ends(solid: $0.richer.x, liquid: $0.leaner.x) })
    }

    private func line(from anchor: TieLine, atKelvin temperature: Double) -> TieLine? {
        if let found = try? system.tieLine(startingFrom: anchor, atTemperature: temperature), isSame(found, anchor) { return found }
        let target = temperature
        for steps in Self.continuations.dropFirst() {
            var line: TieLine? = anchor
            var moving = system
            for step in 1...steps {
                let share = Double(step) / Double(steps)
                moving.shifts = system.shifts.map { $0 * share }
                line = line.flatMap {
                    try? moving.tieLine(startingFrom: $0, atTemperature: anchor.temperature + share * (target - anchor.temperature))
                }
            }
            if let line, isSame(line, anchor) { return line }
        }
        return nil
    }

    /// Newton may swap the ends or run into another field: then it is not the same tie-line.
    private func isSame(_ line: TieLine, _ anchor: TieLine) -> Bool {
        line.leaner.phase == anchor.leaner.phase && line.richer.phase == anchor.richer.phase && line.richer.x - line.leaner.x > Self.narrowest
    }

    /// Mole fraction: the ends of a field that is narrower are one phase.
    private static let narrowest = 1e-4

    private func continuation(_ follow: (Invariant, BinarySystem) -> Invariant?) -> Invariant? {
        for steps in Self.continuations.dropFirst() {
            var invariant: Invariant? = anchor
            var moving = system
            for step in 1...steps {
                moving.shifts = system.shifts.map { $0 * Double(step) / Double(steps) }
                invariant = invariant.flatMap { follow($0, moving) }
            }
            if let invariant { return invariant }
        }
        return nil
    }
}

extension EutecticTheory.Eutectic {
    fileprivate init(_ invariant: Invariant) {
        self.init(
            temperature: invariant.temperature, leanSolid: invariant.vertices[0].x, liquid: invariant.vertices[1].x,
            richSolid: invariant.vertices[2].x)
    }
}
