/// What keeps a study from being run.
public enum StudyError: Error, Sendable, CustomStringConvertible {
    case noEutectic(bench: String)
    case noTruth(draws: Int)
    case noSimulation(campaign: String)

    public var message: String {
        switch self {
        case .noEutectic(let bench): "\(bench) has no eutectic between its phases, and a study scores one"
        case .noTruth(let draws): "none of \(draws) draws of the campaign's prior has its eutectic in the range"
        case .noSimulation(let campaign): "\(campaign) names no simulated bench"
        }
    }

    /// What a person can do about it.
    public var remedy: String {
        switch self {
        case .noEutectic: "Correct the bench's truth."
        case .noTruth: "Widen the range or `theory.free`."
        case .noSimulation: "Add `simulation: ../benches/NAME.yaml` to the campaign, or name a bench with --bench."
        }
    }

    public var description: String { "\(message). \(remedy)" }
}
