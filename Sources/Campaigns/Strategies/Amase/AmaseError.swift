/// Why the strategy cannot go on, or not begin.
enum AmaseError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No parameters were found at which the model has a eutectic and the patterns have a likelihood.
    case noFit(patterns: Int)
    /// The belief's draws agree in everything, or have nothing of what the campaign wants to know: no pattern can be chosen by them.
    case noDesign(kind: String, patterns: Int)
    /// The database's own diagram has no invariant of the kind in the range of temperatures, kelvin.
    case noInvariant(kind: String, phases: [String], range: ClosedRange<Double>)
    /// It has several, between these phases.
    case severalInvariants(kind: String, phases: [String])
    /// It has no such field at the temperature, kelvin.
    case noBoundary(phases: [String], kelvin: Double)

    var message: String {
        switch self {
        case .noFit(let patterns): "no parameters of the theory explain the \(patterns) patterns"
        case .noDesign(let kind, let patterns):
            "after \(patterns) patterns no draw of the belief has a \(kind), or all are the same, so that no next pattern can be chosen"
        case .noInvariant(let kind, let phases, let range):
            "the database has no \(kind)\(phases.isEmpty ? "" : " of \(phases.joined(separator: ", "))") from \(range.lowerBound) K to \(range.upperBound) K"
        case .severalInvariants(let kind, let phases):
            "the database has \(phases.count) invariants of the kind \(kind): \(phases.joined(separator: "; "))"
        case .noBoundary(let phases, let kelvin): "the database has no field between \(phases.joined(separator: " and ")) at \(kelvin) K"
        }
    }

    var remedy: String {
        switch self {
        case .noFit, .noDesign: "Look at the patterns; free more parameters, or widen their priors."
        case .noInvariant: "Look at `tieline diagram`; correct `target` or the temperature axis."
        case .severalInvariants: "Name the three phases in `target.phases`."
        case .noBoundary: "Correct `target.boundaries`; phases stand in the order of composition."
        }
    }

    /// The section of a campaign file in which the cause is to be looked for.
    var field: String {
        switch self {
        case .noFit, .noDesign: "theory"
        case .noInvariant, .severalInvariants: "target"
        case .noBoundary: "target.boundaries"
        }
    }

    var description: String { "\(message). \(remedy)" }
}
