/// Why the strategy cannot go on.
enum AmaseError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No parameters were found at which the model has a eutectic and the patterns have a likelihood.
    case noFit(patterns: Int)
    /// The database's own diagram has no eutectic among the campaign's phases.
    case noEutectic(phases: [String])
    case wrongPhases([String])
    case unknownParameter(String, known: String)

    var description: String {
        switch self {
        case .noFit(let patterns):
            "no parameters of the theory explain the \(patterns) patterns. Look at the patterns; free more parameters, or widen their priors."
        case .noEutectic(let phases):
            "the database has no eutectic between \(phases.joined(separator: ", ")). Check `theory.phases` and `theory.components`."
        case .wrongPhases(let phases):
            "the strategy `amase` needs three phases, two of them with a tracked peak, not \(phases.joined(separator: ", ")). Check `theory.phases` and `peaks`."
        case .unknownParameter(let name, let known):
            "the database has no parameter `\(name)` (\(known)). Write it as the database does, as `L(LIQUID,BI,SN;0)`."
        }
    }
}
