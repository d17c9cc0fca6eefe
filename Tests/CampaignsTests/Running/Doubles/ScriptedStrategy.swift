import Campaigns
import Tieline

/// Measures three compositions at each of three temperatures, in order, then stops; what was lost is asked for again.
struct ScriptedStrategy: Strategy {
    static let script = [400.0, 420, 440].flatMap { kelvin in [0.75, 0.80, 0.85].map { Condition([$0, kelvin]) } }

    var measured: [Condition] = []
    var priors = 0
    /// A strategy that forgets what temperature it was at.
    let goesBack: Bool
    let failsAfter: Int?
    /// A strategy whose arithmetic went wrong.
    let isLost: Bool

    init(_ start: CampaignStart) throws {
        goesBack = start.specification.name == "goes-back"
        failsAfter = start.specification.name == "fails" ? 2 : nil
        isLost = start.specification.name == "lost"
        if start.database.isEmpty {
            throw SpecificationError(
                .unreadable, file: "database.tdb", line: nil, field: "", message: "the database is empty", remedy: "Name another")
        }
    }

    mutating func apply(_ event: CampaignEvent) throws {
        switch event {
        case .measured(let measurement): measured.append(measurement.condition)
        case .priorAdded: priors += 1
        default: break
        }
    }

    func decide(elapsedSeconds: Double) throws -> Decision {
        if failsAfter == measured.count { throw ControlError(.notPossible, message: "the sampler did not converge", remedy: "Report it") }
        guard measured.count < Self.script.count else {
            return Decision(
                action: .stop(.nothingLeftToMeasure), routine: "invariant", reason: "all is measured", invariant: invariant, patternsLeft: 0)
        }
        var next = Self.script[measured.count]
        if goesBack, measured.count == 4 { next[1] = 400 }
        if isLost, measured.count == 1 { next[0] = .nan }
        return Decision(
            action: .measure(next), routine: "solidus", reason: "point \(measured.count + 1), \(priors) priors, \(elapsedSeconds) s",
            invariant: invariant, patternsLeft: Self.script.count - measured.count)
    }

    var invariant: InvariantEstimate? {
        InvariantEstimate(
            kind: "eutectic", temperature: Estimate(411, standardDeviation: 10 / Double(measured.count + 1)),
            composition: Estimate(0.57, standardDeviation: 0.1), isReliable: true)
    }

    func verdict(on measurement: Measurement) -> String { "verdict on \(measurement.number)" }

    func summary() throws -> BeliefSummary {
        BeliefSummary(boundaries: [], parameters: [], phases: measured.map { "phases at \($0[0])" }, gridPatterns: 400, warnings: [])
    }
}
