public import Inference

/// How well each line of a binary's phase diagram is known.
public struct DiagramBands: Sendable, Codable {
    /// The middle and the ends of an interval that holds the truth with the bands' probability.
    public struct Interval: Sendable, Codable, Equatable {
        public var median: Double
        public var lower: Double
        public var upper: Double
    }

    public struct Boundary: Sendable, Codable {
        public struct Point: Sendable, Codable {
            /// Kelvin.
            public var temperature: Double
            /// Mole fractions of the second component.
            public var leaner: Interval
            public var richer: Interval
            /// The part of the draws in which the tie-line exists; the intervals are about these.
            public var share: Double
        }
        /// The phases at the two ends.
        public var phases: [String]
        public var points: [Point]
    }

    public struct Invariant: Sendable, Codable {
        public var kind: String
        public var phases: [String]
        /// Kelvin.
        public var temperature: Interval
        /// Mole fractions of the second component, in the order of `phases`.
        public var compositions: [Interval]
        /// The part of the draws in which the invariant was found again.
        public var share: Double
    }

    public var components: [String]
    public var probability: Double
    public var draws: Int
    public var boundaries: [Boundary]
    public var invariants: [Invariant]
    /// What could not be followed, one sentence each.
    public var warnings: [String]
}

extension ParameterPosterior {
    /// Of the draws at least these must have a line for a band to be given.
    private static let smallestShare = 0.5

    /// Credible bands of all boundaries and invariants of a binary: each tie-line and invariant of the most probable diagram is solved again with
    /// the shifts of every draw, by Newton's method from where it is.
    ///
    /// - Parameters:
    ///   - probability: of each interval, from quantile to quantile.
    ///   - range: kelvin; nil for all of the diagram.
    /// - Throws: ``EquilibriumError``, ``DatabaseError``; ``AssessmentError`` for a system that is no binary.
    public func bands(
        draws count: Int = 200, probability: Double = 0.9, in range: ClosedRange<Double>? = nil, _ stream: inout RandomStream
    ) throws -> DiagramBands {
        guard assessment.components.count == 2 else {
            throw AssessmentError(
                .invalidDatum, "bands of a system of \(assessment.components.count) components", remedy: "Bands are supported in binaries.")
        }
        let best = try binary(mean)
        let diagram = try best.diagram(in: range)
        let found = diagram.temperaturesOfBoundaries.map { temperature in (try? best.tieLines(atTemperature: temperature)) ?? [] }
        let starts = found.flatMap(\.self)
        let fixed = diagram.invariants.compactMap { point in
            (try? best.invariants(in: point.temperature - 0.5...point.temperature + 0.5))?.first {
                $0.vertices.map(\.phase) == point.phases.map(\.phase)
            }
        }
        var lines: [[(leaner: Double, richer: Double)]] = .init(repeating: [], count: starts.count)
        var invariants: [[Invariant]] = .init(repeating: [], count: fixed.count)
        for shifts in draws(count, &stream) {
            let system = try binary(shifts)
            for (index, line) in starts.enumerated() {
                if let solved = try? system.tieLine(startingFrom: line, atTemperature: line.temperature) {
                    lines[index].append((solved.leaner.x, solved.richer.x))
                }
            }
            for (index, invariant) in fixed.enumerated() {
                if let solved = try? system.invariant(startingFrom: invariant), solved.vertices.map(\.phase) == invariant.vertices.map(\.phase) {
                    invariants[index].append(solved)
                }
            }
        }
        var result = DiagramBands(
            components: assessment.components, probability: probability, draws: count, boundaries: [], invariants: [], warnings: [])
        var isEnded = false
        for (line, solutions) in zip(starts, lines) {
            guard Double(solutions.count) >= Self.smallestShare * Double(count) else {
                isEnded = true
                continue
            }
            let point = DiagramBands.Boundary.Point(
                temperature: line.temperature, leaner: Self.interval(solutions.map(\.leaner), probability),
                richer: Self.interval(solutions.map(\.richer), probability),
                share: Double(solutions.count) / Double(count))
            let phases = [line.leaner.phase, line.richer.phase]
            if let place = result.boundaries.firstIndex(where: { $0.phases == phases }) {
                result.boundaries[place].points.append(point)
            } else {
                result.boundaries.append(.init(phases: phases, points: [point]))
            }
        }
        if fixed.count < diagram.invariants.count {
            result.warnings.append("\(diagram.invariants.count - fixed.count) invariants of the diagram were not solved again and have no band.")
        }
        if isEnded { result.warnings.append("Some tie-lines exist in fewer than half of the draws and have no band.") }
        for (invariant, solutions) in zip(fixed, invariants) {
            guard Double(solutions.count) >= Self.smallestShare * Double(count) else {
                result.warnings.append(
                    "The invariant of \(invariant.vertices.map(\.phase).joined(separator: ", ")) at \(invariant.temperature) K exists in fewer than half of the draws."
                )
                continue
            }
            result.invariants.append(
                .init(
                    kind: invariant.kind.rawValue, phases: invariant.vertices.map(\.phase),
                    temperature: Self.interval(solutions.map(\.temperature), probability),
                    compositions: invariant.vertices.indices.map { place in Self.interval(solutions.map { $0.vertices[place].x }, probability) },
                    share: Double(solutions.count) / Double(count)))
        }
        return result
    }

    /// The same from draws that belong to a seed.
    public func bands(draws count: Int = 200, probability: Double = 0.9, in range: ClosedRange<Double>? = nil, seed: UInt64) throws -> DiagramBands {
        var stream = RandomStream(seed: seed)
        return try bands(draws: count, probability: probability, in: range, &stream)
    }

    private func binary(_ shifts: [Double]) throws -> BinarySystem {
        // A phase that is only the disordered part of another one would stand twice.
        let parts = assessment.phases.compactMap { assessment.core.database.phase($0)?.disorderedPart }
        return try BinarySystem(
            database(adding: shifts), components: (assessment.components[0], assessment.components[1]),
            phases: assessment.phases.filter { !parts.contains($0) }, gasConstant: assessment.options.gasConstant)
    }

    private static func interval(_ values: [Double], _ probability: Double) -> DiagramBands.Interval {
        let sorted = values.sorted()
        let tail = (1 - probability) / 2
        func at(_ p: Double) -> Double { quantile(p, ofSorted: sorted) ?? .nan }
        return .init(median: at(0.5), lower: at(tail), upper: at(1 - tail))
    }
}

extension PhaseDiagram {
    /// Temperatures at which the diagram has points of boundaries, rising, thinned to at most ``largestCount``; those of invariants, where three
    /// phases coexist, are left out.
    fileprivate var temperaturesOfBoundaries: [Double] {
        let fixed = invariants.map(\.temperature)
        let all = Set(tieLines.map(\.temperature)).sorted().filter { one in !fixed.contains { abs($0 - one) < 0.01 } }
        let step = max(1, (all.count + Self.largestCount - 1) / Self.largestCount)
        return stride(from: 0, to: all.count, by: step).map { all[$0] }
    }

    private static var largestCount: Int { 120 }
}
