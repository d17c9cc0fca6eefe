/// Finds everything that happens between two temperatures, and follows the fields from one happening to the next.
///
/// Isotherms are solved globally at steps of a few kelvin. Where two neighbours differ in their list of two-phase fields, something
/// happened between them: an invariant, which Newton's method finds at once from the three phases involved and an independent search
/// certifies, or a field that closes by itself (pure component, congruent point, critical point), which is bisected. The parts on both
/// sides are then treated alike until no difference is left. A phase that comes close to stability between two isotherms and leaves
/// again gets isotherms of its own.
struct DiagramTracer {
    /// Distance of the first isotherms, kelvin.
    static let step = 4.0
    /// An event that is no invariant is bisected to this width, kelvin.
    static let bisectionWidth = 1e-4
    /// An interval without a solved isotherm may be this wide, kelvin: the end of a field is then known to half of it, and said to be.
    static let widestUnsolved = 0.05
    /// Isotherms around an invariant are this far from it, kelvin.
    static let clearance = 2e-3
    /// Halvings of one interval: from 4 K to 1e-4 K takes 16.
    static let maximumDepth = 40
    /// Isotherms of one diagram.
    static let maximumIsotherms = 20_000
    /// How far a point may lie below an invariant's tangent and still be rounding, J/mol.
    static let certificateTolerance = 1e-5
    /// A phase less than this above the hull is watched from isotherm to isotherm, J/mol.
    static let watchedMargin = 200.0

    struct Isotherm {
        var temperature: Double
        var lines: [TieLine]
        var margins: [Double]

        func hasSameFields(as other: Isotherm) -> Bool {
            lines.count == other.lines.count
                && zip(lines, other.lines).allSatisfy { $0.leaner.phaseIndex == $1.leaner.phaseIndex && $0.richer.phaseIndex == $1.richer.phaseIndex }
        }
    }

    enum Event {
        case invariant(Invariant)
        /// Between two temperatures that could not be told apart: lines that ended below or above.
        case special(PhaseDiagram.SpecialPoint)

        var temperature: Double {
            switch self {
            case .invariant(let invariant): invariant.temperature
            case .special(let point): point.temperature
            }
        }
    }

    let system: BinarySystem
    private(set) var isotherms: [Isotherm] = []
    private(set) var events: [Event] = []
    private(set) var warnings: [String] = []

    init(_ system: BinarySystem) { self.system = system }

    /// Solves the range; afterwards ``isotherms`` and ``events`` are in the order of temperature.
    mutating func run(_ range: ClosedRange<Double>) throws(EquilibriumError) {
        var previous = try isotherm(range.lowerBound)
        var beforePrevious: Isotherm? = nil
        let count = max(1, Int(((range.upperBound - range.lowerBound) / Self.step).rounded(.up)))
        for index in 1...count {
            let temperature =
                index == count ? range.upperBound : range.lowerBound + Double(index) * (range.upperBound - range.lowerBound) / Double(count)
            let next = try isotherm(temperature)
            if let earlier = beforePrevious { try lookBetween(earlier, previous, next) }
            try resolve(previous, next, depth: 0)
            (beforePrevious, previous) = (previous, next)
        }
        isotherms.sort { $0.temperature < $1.temperature }
        events.sort { $0.temperature < $1.temperature }
    }

    /// One isotherm; a temperature at which Newton's method fails by bad luck is given a second and third chance beside it.
    private mutating func isotherm(_ temperature: Double) throws(EquilibriumError) -> Isotherm {
        guard isotherms.count < Self.maximumIsotherms else {
            throw EquilibriumError(
                .notConverged, "the diagram needs more than \(Self.maximumIsotherms) isotherms", remedy: "Narrow the range of temperatures.")
        }
        var failure: EquilibriumError? = nil
        for offset in [0, 1.3e-5, -1.7e-5] {
            do {
                var search = HullSearch(system, temperature: temperature + offset)
                let result = try search.run()
                let isotherm = Isotherm(temperature: temperature + offset, lines: result.tieLines, margins: result.margins)
                isotherms.append(isotherm)
                return isotherm
            } catch { failure = error }
        }
        throw failure ?? EquilibriumError(.notConverged, "no isotherm at \(temperature) K", remedy: "Choose another temperature.")
    }

    /// A phase whose distance from stability has a minimum at the middle of three isotherms may have been stable beside it.
    private mutating func lookBetween(_ one: Isotherm, _ two: Isotherm, _ three: Isotherm) throws(EquilibriumError) {
        guard one.hasSameFields(as: two), two.hasSameFields(as: three) else { return }
        for phase in system.compiled.indices {
            let (a, b, c) = (one.margins[phase], two.margins[phase], three.margins[phase])
            guard b > 0, b < Self.watchedMargin, b < a, b < c else { continue }
            // Near an event the margin is a kinked line, so its minimum is where the lines from both sides meet.
            let h1 = two.temperature - one.temperature
            let h2 = three.temperature - two.temperature
            let left = (a - b) / h1
            let right = (c - b) / h2
            let position = left >= right ? two.temperature + b / max(left, 1e-12) : two.temperature - b / max(right, 1e-12)
            guard position > one.temperature, position < three.temperature else { continue }
            let between = try isotherm(position)
            if !between.hasSameFields(as: two) {
                try resolve(one.temperature < position && position < two.temperature ? one : two, between, depth: 0)
                try resolve(between, position < two.temperature ? two : three, depth: 0)
            }
        }
    }

    /// Explains the difference between two isotherms.
    private mutating func resolve(_ low: Isotherm, _ high: Isotherm, depth: Int) throws(EquilibriumError) {
        if low.hasSameFields(as: high) { return }
        if let invariant = invariant(between: low, and: high) {
            let below = try isotherm(max(low.temperature, invariant.temperature - Self.clearance))
            let above = try isotherm(min(high.temperature, invariant.temperature + Self.clearance))
            var typed = invariant
            typed.kind = Self.kind(of: invariant, below: below.lines, above: above.lines, system)
            events.append(.invariant(typed))
            guard depth < Self.maximumDepth else { return }
            if below.temperature > low.temperature { try resolve(low, below, depth: depth + 1) }
            if above.temperature < high.temperature { try resolve(above, high, depth: depth + 1) }
            return
        }
        if high.temperature - low.temperature <= Self.bisectionWidth || depth >= Self.maximumDepth {
            closeFields(low, high)
            return
        }
        let middle: Isotherm
        do { middle = try self.middle(low, high) } catch {
            // Two phases that differ by less and less as their field closes cannot be told apart at the last: the end is as good as known.
            guard high.temperature - low.temperature < Self.widestUnsolved else { throw error }
            warnings.append(
                "between \(low.temperature) and \(high.temperature) K no isotherm could be solved; what happens there is placed in the middle")
            closeFields(low, high)
            return
        }
        try resolve(low, middle, depth: depth + 1)
        try resolve(middle, high, depth: depth + 1)
    }

    /// An isotherm between two others: halfway, or where that fails beside it.
    private mutating func middle(_ low: Isotherm, _ high: Isotherm) throws(EquilibriumError) -> Isotherm {
        var failure: EquilibriumError? = nil
        for share in [0.5, 0.37, 0.64, 0.23, 0.81] {
            do { return try isotherm(low.temperature + (high.temperature - low.temperature) * share) } catch { failure = error }
        }
        throw failure ?? EquilibriumError(.notConverged, "no isotherm near \(low.temperature) K", remedy: "Choose another temperature.")
    }

    // MARK: Invariants

    /// The invariant between two isotherms, if Newton's method finds one from three neighbouring phases of either, and it is stable.
    private func invariant(between low: Isotherm, and high: Isotherm) -> Invariant? {
        for isotherm in [low, high] {
            for (one, two) in zip(isotherm.lines, isotherm.lines.dropFirst()) where one.richer.phaseIndex == two.leaner.phaseIndex {
                var phases = [WorkingPhase(one.leaner), WorkingPhase(one.richer), WorkingPhase(two.richer)]
                guard var result = system.converge(&phases, near: isotherm.temperature),
                    result.temperature >= low.temperature, result.temperature <= high.temperature, !isKnown(result)
                else { continue }
                var search = HullSearch(system, temperature: result.temperature)
                let certificate = search.lowestHeight(above: result.chemicalPotentials)
                guard certificate.height > -Self.certificateTolerance else { continue }
                result.origin = .globalSearch
                return result
            }
        }
        return nil
    }

    private func isKnown(_ invariant: Invariant) -> Bool {
        events.contains { event in
            guard case .invariant(let known) = event else { return false }
            return abs(known.temperature - invariant.temperature) < 2 * Self.clearance
                && zip(known.vertices, invariant.vertices).allSatisfy { $0.phaseIndex == $1.phaseIndex && abs($0.x - $1.x) < 1e-3 }
        }
    }

    /// The field's name for what happens to the middle phase.
    static func kind(of invariant: Invariant, below: [TieLine], above: [TieLine], _ system: BinarySystem) -> Invariant.Kind {
        let outer = (invariant.vertices[0], invariant.vertices[2])
        func hasOuter(_ lines: [TieLine]) -> Bool {
            lines.contains {
                $0.leaner.phaseIndex == outer.0.phaseIndex && $0.richer.phaseIndex == outer.1.phaseIndex
                    && $0.leaner.x <= invariant.vertices[1].x && $0.richer.x >= invariant.vertices[1].x
            }
        }
        let liquid = invariant.vertices.map { system.compiled[$0.phaseIndex].model.isLiquid }
        let isDecomposition = hasOuter(below)
        guard isDecomposition != hasOuter(above) else { return .unclassified }
        if isDecomposition {
            switch (liquid[0], liquid[1], liquid[2]) {
            case (false, true, false): return .eutectic
            case (true, true, false), (false, true, true): return .monotectic
            case (true, false, false), (false, false, true): return .metatectic
            case (false, false, false):
                let middle = invariant.vertices[1].phaseIndex
                return middle == outer.0.phaseIndex || middle == outer.1.phaseIndex ? .monotectoid : .eutectoid
            default: return .unclassified
            }
        }
        switch (liquid[0], liquid[1], liquid[2]) {
        case (true, false, false), (false, false, true): return .peritectic
        case (false, false, false): return .peritectoid
        case (true, false, true): return .syntectic
        default: return .unclassified
        }
    }

    // MARK: Fields that close by themselves

    /// How close to a pure component the end of a field lies, as a mole fraction.
    private static let pureLimit = 1e-3

    private mutating func closeFields(_ low: Isotherm, _ high: Isotherm) {
        let temperature = (low.temperature + high.temperature) / 2
        let more = low.lines.count >= high.lines.count ? low.lines : high.lines
        let fewer = low.lines.count >= high.lines.count ? high.lines : low.lines
        // The lines that have no partner on the other side.
        var unmatched: [TieLine] = []
        var position = 0
        for line in more {
            if position < fewer.count, Self.isContinuation(line, fewer[position]) { position += 1 } else { unmatched.append(line) }
        }
        func names(_ line: TieLine) -> [String] { [line.leaner.phase, line.richer.phase] }
        if unmatched.count == 1, let line = unmatched.first {
            if line.richer.x < Self.pureLimit || line.leaner.x > 1 - Self.pureLimit {
                events.append(.special(.init(kind: .pureComponent, temperature: temperature, x: line.richer.x < 0.5 ? 0 : 1, phases: names(line))))
                return
            }
            if line.leaner.phaseIndex == line.richer.phaseIndex {
                events.append(.special(.init(kind: .critical, temperature: temperature, x: (line.leaner.x + line.richer.x) / 2, phases: names(line))))
                return
            }
        }
        if unmatched.count == 2, unmatched[0].leaner.phaseIndex == unmatched[1].richer.phaseIndex,
            unmatched[0].richer.phaseIndex == unmatched[1].leaner.phaseIndex
        {
            let x = (unmatched[0].richer.x + unmatched[1].leaner.x) / 2
            events.append(.special(.init(kind: .congruent, temperature: temperature, x: x, phases: names(unmatched[0]))))
            return
        }
        // A compound of fixed composition that gives way to another of the same: every line ends at the same place before and after.
        if low.lines.count == high.lines.count {
            let lost = Set(low.lines.flatMap(names)).subtracting(high.lines.flatMap(names))
            let gained = Set(high.lines.flatMap(names)).subtracting(low.lines.flatMap(names))
            if lost.count == 1, gained.count == 1, let old = lost.first, let new = gained.first,
                let x = low.lines.flatMap({ [$0.leaner, $0.richer] }).first(where: { $0.phase == old })?.x
            {
                events.append(.special(.init(kind: .polymorphic, temperature: temperature, x: x, phases: [old, new])))
                return
            }
        }
        let before = low.lines.map { "\($0.leaner.phase)+\($0.richer.phase)" }.joined(separator: ", ")
        let after = high.lines.map { "\($0.leaner.phase)+\($0.richer.phase)" }.joined(separator: ", ")
        warnings.append("at \(temperature) K the fields change from [\(before)] to [\(after)] in a way that is not explained")
    }

    /// How far an end of a field may move from one isotherm to the next, mole fraction: a flat liquidus over a solid that melts at a few kelvin
    /// higher (Cu-Sb, BCT_A5) moves by 0.1 in a step; two gaps of one phase lie farther apart.
    private static let largestMove = 0.2

    /// Whether two lines on neighbouring isotherms belong to one field.
    static func isContinuation(_ one: TieLine, _ two: TieLine) -> Bool {
        one.leaner.phaseIndex == two.leaner.phaseIndex && one.richer.phaseIndex == two.richer.phaseIndex
            && abs(one.leaner.x - two.leaner.x) < largestMove && abs(one.richer.x - two.richer.x) < largestMove
    }
}
