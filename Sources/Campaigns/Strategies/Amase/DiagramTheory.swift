public import Calphad
public import Tieline

/// The Gibbs energies of a binary as the loop asks for them: the fields along an isotherm and what the campaign wants to know, for any shifts of the
/// free parameters. ``AmaseStrategy``'s only door to `Calphad`.
struct DiagramTheory: Sendable {
    /// What a set of parameters says of the targets; `nil` where its diagram has no such thing.
    struct Targets: Sendable, Hashable {
        var invariant: Invariant?
        /// In the order of the campaign's boundaries, mole fractions.
        var boundaries: [Double?]

        struct Invariant: Sendable, Hashable {
            /// Kelvin.
            var temperature: Double
            /// Of the three phases, rising.
            var compositions: [Double]
            /// Their places among the phases of the theory.
            var phases: [Int]
            /// Of the phase in the middle, which is what a campaign reports.
            var composition: Double { compositions[1] }
            /// Whether the outer two phases coexist below it, as in a eutectic, or above, as in a peritectic.
            var outerPhasesBelow: Bool
        }
    }

    let target: TargetSpecification
    /// Names in the database; everything else counts by their places here.
    let phases: [String]
    /// Of the database as it is.
    let unshifted: Targets.Invariant
    private var system: BinarySystem
    private let anchor: Invariant
    /// Kelvin, where invariants are looked for: the campaign's axis and a margin.
    private let range: ClosedRange<Double>
    private let boundaryAnchors: [Double]

    /// The invariant of a film may lie as far outside the axis, kelvin, before it counts as none.
    private static let margin = 60.0
    /// The span between the outer phases of a stable invariant is looked for so far from it, kelvin.
    private static let stabilityDistance = 0.5
    /// … and its ends may have moved by so much, mole fraction.
    private static let stabilityTolerance = 0.02

    /// - Throws: Errors of the database, or ``AmaseError`` if it has no such invariant.
    init(_ start: CampaignStart) throws {
        let specification = start.specification
        let theory = specification.theory
        target = specification.target
        let database = try Database(parsing: start.database, file: theory.database)
        system = try BinarySystem(
            database, components: (theory.components[0], theory.components[1]), phases: theory.phases,
            free: theory.moving.map { try ParameterIdentifier($0.parameter) })
        phases = system.phases
        let axis = specification.space.axes[1]
        range = max(axis.minimum - Self.margin, 1)...(axis.maximum + Self.margin)
        let (wanted, known) = (target, try system.invariants(in: range))
        let matching = known.filter { wanted.isMet(by: $0) }
        guard let anchor = matching.first else { throw AmaseError.noInvariant(kind: wanted.invariant, phases: wanted.phases, range: range) }
        guard matching.count == 1 else {
            throw AmaseError.severalInvariants(kind: wanted.invariant, phases: matching.map { $0.vertices.map(\.phase).joined(separator: ", ") })
        }
        self.anchor = anchor
        unshifted = Targets.Invariant(anchor)
        boundaryAnchors = try target.boundaries.map { [system] boundary in
            let lines = try system.tieLines(atTemperature: boundary.kelvin).filter { [$0.leaner.phase, $0.richer.phase] == boundary.phases }
            guard let line = lines.first else { throw AmaseError.noBoundary(phases: boundary.phases, kelvin: boundary.kelvin) }
            return boundary.end == .leaner ? line.leaner.x : line.richer.x
        }
    }

    /// The same theory with other values of its free parameters, J/mol.
    func shifted(_ shifts: [Double]) -> DiagramTheory {
        var result = self
        result.system.shifts = shifts
        return result
    }

    /// The stable fields at a temperature; `nil` where the search for them does not converge.
    func field(atKelvin kelvin: Double) -> IsothermalField? {
        guard let lines = try? system.tieLines(atTemperature: kelvin) else { return nil }
        let spans = lines.map {
            IsothermalField.Span(lower: $0.leaner.x, upper: $0.richer.x, lowerPhase: $0.leaner.phaseIndex, upperPhase: $0.richer.phaseIndex)
        }
        // Without a span one phase is stable everywhere, so it can be asked for anywhere.
        guard spans.isEmpty else { return IsothermalField(spans: spans, onlyPhase: 0) }
        guard let only = try? system.phaseFractions(atTemperature: kelvin, moleFraction: 0.5).first, let place = phases.firstIndex(of: only.phase)
        else { return nil }
        return IsothermalField(spans: [], onlyPhase: place)
    }

    /// What the campaign wants to know, for the present shifts.
    func targets() -> Targets {
        Targets(
            invariant: invariant(),
            boundaries: zip(target.boundaries, boundaryAnchors).map { boundary, near in
                guard let lower = phases.firstIndex(of: boundary.phases[0]), let upper = phases.firstIndex(of: boundary.phases[1]) else { return nil }
                return field(atKelvin: boundary.kelvin)?.span(lower, upper, nearestTo: near).map { boundary.end == .leaner ? $0.lower : $0.upper }
            })
    }

    /// Newton's method from the database's own; a search of the whole range where it fails or finds one that is not stable.
    private func invariant() -> Targets.Invariant? {
        if let found = try? system.invariant(startingFrom: anchor, searchesGlobally: false), range.contains(found.temperature) {
            let result = Targets.Invariant(found)
            if isStable(result) { return result }
        }
        guard let all = try? system.invariants(in: range) else { return nil }
        return all.filter { target.isMet(by: $0) }.min { abs($0.temperature - anchor.temperature) < abs($1.temperature - anchor.temperature) }
            .map(Targets.Invariant.init)
    }

    private func isStable(_ invariant: Targets.Invariant) -> Bool {
        let kelvin = invariant.temperature + (invariant.outerPhasesBelow ? -Self.stabilityDistance : Self.stabilityDistance)
        return field(atKelvin: kelvin)?.spans.contains { span in
            span.lowerPhase == invariant.phases[0] && span.upperPhase == invariant.phases[2]
                && abs(span.lower - invariant.compositions[0]) < Self.stabilityTolerance
                && abs(span.upper - invariant.compositions[2]) < Self.stabilityTolerance
        } ?? false
    }
}

extension DiagramTheory.Targets.Invariant {
    fileprivate init(_ invariant: Invariant) {
        let below: [Invariant.Kind] = [.eutectic, .eutectoid, .monotectic, .monotectoid, .metatectic]
        self.init(
            temperature: invariant.temperature, compositions: invariant.compositions, phases: invariant.vertices.map(\.phaseIndex),
            outerPhasesBelow: below.contains(invariant.kind))
    }
}

extension TargetSpecification {
    /// Whether an invariant is the one that is meant.
    public func isMet(by candidate: Invariant) -> Bool {
        candidate.kind.rawValue == invariant && (phases.isEmpty || candidate.vertices.map(\.phase) == phases)
    }
}
