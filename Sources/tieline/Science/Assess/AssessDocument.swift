import Calphad

/// What `tieline assess --json` prints.
struct AssessDocument: Encodable {
    var report: AssessmentReport
    /// Data that are left out, with the reason.
    var setAside: [String]
    var notes: [String]
    var bands: DiagramBands?
    /// Of the fit.
    var seconds: Double
    /// Of one evaluation of likelihood and gradient.
    var secondsPerEvaluation: Double
    /// The fitted database.
    var written: String?

    private enum Key: String, CodingKey { case setAside, notes, bands, seconds, secondsPerEvaluation, written }

    /// The report's keys beside its own.
    func encode(to encoder: any Encoder) throws {
        try report.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(setAside, forKey: .setAside)
        try container.encode(notes, forKey: .notes)
        try container.encodeIfPresent(bands, forKey: .bands)
        try container.encode(seconds, forKey: .seconds)
        try container.encode(secondsPerEvaluation, forKey: .secondsPerEvaluation)
        try container.encodeIfPresent(written, forKey: .written)
    }
}
