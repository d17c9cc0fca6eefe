public import Campaigns
import Diffraction
public import SimulatedBench
public import Tieline

/// A campaign against a simulated bench inside one process: no clock, no wire, no journal, but the same strategy, the same patterns, and the same
/// analysis as in the laboratory. Pure: the same arguments give the same points, bit for bit.
public struct InSilicoCampaign: Sendable {
    /// What one campaign did.
    public struct Outcome: Sendable {
        public var measurements: [Measurement]
        public var decisions: [Decision]
        /// The estimate after every pattern.
        public var history: [InvariantEstimate]

        /// Patterns after which the strategy's stop rule would have ended a run that ignores it; `nil` if it never would have.
        public var patternsAtStop: Int?
        /// Why it would have.
        public var reasonAtStop: Decision.StopReason?

        /// The conditions in the order in which they were measured.
        public var conditions: [Condition] { measurements.map(\.condition) }
        public var invariant: InvariantEstimate? { history.last }
        public var stopReason: Decision.StopReason? {
            if case .stop(let reason)? = decisions.last?.action { return reason }
            return nil
        }
    }

    private let start: CampaignStart
    private let bench: FilmBench

    public init(_ start: CampaignStart, bench: FilmBench) {
        self.start = start
        self.bench = bench
    }

    /// Runs to the strategy's own end.
    /// - Parameter onDecision: Called with every decision and the number of patterns so far.
    public func run(onDecision: (Decision, Int) -> Void = { _, _ in }) throws -> Outcome {
        // One decision more than patterns: the one that stops.
        try run(decisions: start.specification.budget.patterns + 1, onDecision: onDecision) { try $0.decide(elapsedSeconds: $1) }
    }

    /// Takes so many patterns, whatever the strategy's stop rule says; fewer only if it has nothing left to measure. The outcome's
    /// ``Outcome/patternsAtStop`` tells when the rule would have ended it.
    public func run(patterns: Int) throws -> Outcome {
        var patternsAtStop: Int?
        var reasonAtStop: Decision.StopReason?
        var number = 0
        var outcome = try run(decisions: patterns, onDecision: { _, _ in }) { strategy, elapsedSeconds in
            if patternsAtStop == nil, case .stop(let reason) = try strategy.decide(elapsedSeconds: elapsedSeconds).action {
                patternsAtStop = number
                reasonAtStop = reason
            }
            number += 1
            return try strategy.next()
        }
        outcome.patternsAtStop = patternsAtStop
        outcome.reasonAtStop = reasonAtStop
        return outcome
    }

    private func run(decisions: Int, onDecision: (Decision, Int) -> Void, decide: (any Strategy, Double) throws -> Decision) throws -> Outcome {
        let specification = start.specification
        let analyser = PeakAnalyser(peaks: specification.peaks, wavelength: specification.measurement.wavelength)
        var strategy = try specification.strategy.strategy(start)
        try strategy.apply(.started(start))
        var outcome = Outcome(measurements: [], decisions: [], history: [], patternsAtStop: nil)
        var elapsedSeconds = 0.0
        for number in 1...decisions {
            let decision = try decide(strategy, elapsedSeconds)
            outcome.decisions.append(decision)
            onDecision(decision, number - 1)
            guard case .measure(let condition) = decision.action else { break }
            try strategy.apply(.decided(decision))
            let position = specification.sample.positionMillimetres(ofMoleFraction: condition[0])
            let pattern = try bench.pattern(
                series: number, positionMillimetres: position, setKelvin: condition[1], exposureSeconds: specification.measurement.exposureSeconds)
            let measurement = Measurement(
                number: number, condition: condition, measuredKelvin: condition[1], positionMillimetres: position, series: number,
                intent: "in-silico-\(number)", evidence: try analyser.evidence(from: pattern, kelvin: condition[1]))
            outcome.measurements.append(measurement)
            try strategy.apply(.measured(measurement))
            if let invariant = strategy.invariant { outcome.history.append(invariant) }
            elapsedSeconds += specification.measurement.exposureSeconds
        }
        return outcome
    }
}
