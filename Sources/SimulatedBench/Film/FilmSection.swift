/// The film's phase diagram at one temperature: two-phase spans in composition, one phase in between.
struct FilmSection: Sendable {
    /// A tie-line: two phases that coexist between their compositions.
    struct Span: Sendable {
        /// Mole fractions of the second component, `lower < upper`, and the phases there.
        var lower, upper: Double
        var lowerPhase, upperPhase: String
    }

    /// In rising order, not overlapping.
    let spans: [Span]
    /// The phase that is everywhere if there is no span.
    let onlyPhase: String

    /// What is there, by the lever rule `f_upper = (x − lower)/(upper − lower)`: one phase, or two.
    func phases(atMoleFraction x: Double) -> [FilmPhase] {
        var below = spans.first?.lowerPhase ?? onlyPhase
        for span in spans {
            if x <= span.lower { return [FilmPhase(phase: span.lowerPhase, fraction: 1, moleFraction: x)] }
            if x < span.upper {
                let fraction = (x - span.lower) / (span.upper - span.lower)
                return [
                    FilmPhase(phase: span.lowerPhase, fraction: 1 - fraction, moleFraction: span.lower),
                    FilmPhase(phase: span.upperPhase, fraction: fraction, moleFraction: span.upper),
                ]
            }
            below = span.upperPhase
        }
        return [FilmPhase(phase: below, fraction: 1, moleFraction: x)]
    }
}
