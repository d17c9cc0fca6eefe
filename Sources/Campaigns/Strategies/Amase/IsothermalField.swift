/// The phases along the composition axis at one temperature: two-phase spans in rising order, one phase in between.
struct IsothermalField: Sendable {
    /// A two-phase field between the compositions of its phases, mole fractions of the second component.
    struct Span: Sendable, Hashable {
        var lower, upper: Double
        /// Their places among the phases of the theory.
        var lowerPhase, upperPhase: Int
    }

    let spans: [Span]
    /// The phase that is everywhere if there is no span.
    let onlyPhase: Int

    /// The lever rule for one phase of a span, not cut to `0...1`.
    struct Lever: Sendable {
        var fraction: Double
        /// Per mole fraction.
        var slope: Double
    }

    /// How much of the phase there is whose composition lies in a range, moles of atoms a mole.
    ///
    /// - Parameter reach: In a single-phase field, the field next to it counts if it begins within this distance: a position is not exact.
    /// - Returns: `nil` where the phase is not, and no field with it is near.
    func lever(_ phase: Int, _ compositions: ClosedRange<Double>, atMoleFraction x: Double, reach: Double) -> Lever? {
        var nearest: Span?
        var least = Double.infinity
        for span in spans {
            let distance = max(span.lower - x, x - span.upper, 0)
            if distance <= reach, distance < least { (nearest, least) = (span, distance) }
        }
        if let span = nearest, span.upper > span.lower {
            let width = span.upper - span.lower
            if span.lowerPhase == phase, compositions.contains(span.lower) { return Lever(fraction: (span.upper - x) / width, slope: -1 / width) }
            if span.upperPhase == phase, compositions.contains(span.upper) { return Lever(fraction: (x - span.lower) / width, slope: 1 / width) }
            return nil
        }
        return single(atMoleFraction: x) == phase && compositions.contains(x) ? Lever(fraction: 1, slope: 0) : nil
    }

    /// The phase of the single-phase field at a composition outside all spans.
    private func single(atMoleFraction x: Double) -> Int {
        spans.last { $0.upper <= x }?.upperPhase ?? spans.first { $0.lower >= x }?.lowerPhase ?? onlyPhase
    }

    /// The phases at a composition, in the order of their own.
    func phases(atMoleFraction x: Double) -> [Int] {
        if let span = spans.first(where: { $0.lower < x && x < $0.upper }) { return [span.lowerPhase, span.upperPhase] }
        return [single(atMoleFraction: x)]
    }

    /// The field between two phases that is nearest to a composition.
    func span(_ lower: Int, _ upper: Int, nearestTo x: Double) -> Span? {
        spans.filter { $0.lowerPhase == lower && $0.upperPhase == upper }
            .min { max($0.lower - x, x - $0.upper, 0) < max($1.lower - x, x - $1.upper, 0) }
    }

    /// How far a composition is from where exactly these phases are, zero inside; `nil` where they are nowhere.
    func distance(fromMoleFraction x: Double, toFieldOf phases: [Int]) -> Double? {
        let wanted = Set(phases)
        var fields = spans.map { (phases: Set([$0.lowerPhase, $0.upperPhase]), lower: $0.lower, upper: $0.upper, count: 2) }
        var (lower, phase) = (0.0, spans.first?.lowerPhase ?? onlyPhase)
        for span in spans {
            fields.append((Set([phase]), lower, span.lower, 1))
            (lower, phase) = (span.upper, span.upperPhase)
        }
        fields.append((Set([phase]), lower, 1, 1))
        // Both sides of a gap are one phase: its field is told from the phase alone by how many there are.
        let count = phases.count
        return fields.filter { $0.phases == wanted && $0.count == count }.map { max($0.lower - x, x - $0.upper, 0) }.min()
    }
}
