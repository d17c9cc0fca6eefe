/// What keeps a study from being run.
public enum StudyError: Error, Sendable, CustomStringConvertible {
    /// A kind of invariant, and the bench or database that lacks it.
    case noInvariant(String, source: String)
    case noTruth(draws: Int)
    case noSimulation(campaign: String)
    case noDiscrepancy(campaign: String)

    public var message: String {
        switch self {
        case .noInvariant(let kind, let source): "\(source) has no \(kind) as the campaign's target is, and a study scores one"
        case .noTruth(let draws): "none of \(draws) draws of the campaign's prior has its invariant in the range"
        case .noSimulation(let campaign): "\(campaign) names no simulated bench"
        case .noDiscrepancy(let campaign): "\(campaign) names no term that its assessment lacks, so that no truth can lie beyond it"
        }
    }

    /// What a person can do about it.
    public var remedy: String {
        switch self {
        case .noInvariant: "Correct the bench's truth, or the campaign's `target`."
        case .noTruth: "Widen the range or `theory.free`."
        case .noDiscrepancy: "Add `theory.discrepancy`, or study `--truths prior`."
        case .noSimulation: "Add `simulation: ../benches/NAME.yaml` to the campaign, or name a bench with --bench."
        }
    }

    public var description: String { "\(message). \(remedy)" }
}
