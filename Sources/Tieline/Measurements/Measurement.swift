/// One finished exposure, as the journal's events keep it; its pattern lies beside it in the journal.
public struct Measurement: Codable, Hashable, Sendable {
    /// `1...`, in the order in which the exposures were journalled.
    public var number: Int
    /// Where it was asked for: the belief takes this one.
    public var condition: Condition
    /// What the controller measured when the exposure ended, kelvin.
    public var measuredKelvin: Double
    /// Where the stage said it stood, millimetres.
    public var positionMillimetres: Double
    /// The detector's own name for the exposure.
    public var series: Int
    /// The intent that caused it.
    public var intent: String
    public var evidence: Evidence

    public init(
        number: Int, condition: Condition, measuredKelvin: Double, positionMillimetres: Double, series: Int, intent: String,
        evidence: Evidence
    ) {
        self.number = number
        self.condition = condition
        self.measuredKelvin = measuredKelvin
        self.positionMillimetres = positionMillimetres
        self.series = series
        self.intent = intent
        self.evidence = evidence
    }
}
