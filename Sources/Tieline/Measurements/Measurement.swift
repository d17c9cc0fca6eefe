/// One finished exposure or reading, as the journal's events keep it; the pattern of an exposure lies beside it in the journal.
public struct Measurement: Codable, Hashable, Sendable {
    /// `1...`, in the order in which the exposures were journalled.
    public var number: Int
    /// Where it was asked for: the belief takes this one.
    public var condition: Condition
    /// What the controller measured when the exposure ended, kelvin; `nil` where nothing is heated.
    public var measuredKelvin: Double?
    /// Where the stage said it stood, millimetres; `nil` without one.
    public var positionMillimetres: Double?
    /// Where the meter says that it measured; `nil` without one.
    public var measuredCondition: Condition?
    /// The detector's or the meter's own number …
    public var series: Int
    /// … and the session in which the meter counts; `nil` for a detector.
    public var session: String?
    /// The intent that caused it.
    public var intent: String
    public var evidence: Evidence

    public init(
        number: Int, condition: Condition, measuredKelvin: Double? = nil, positionMillimetres: Double? = nil, measuredCondition: Condition? = nil,
        series: Int, session: String? = nil, intent: String, evidence: Evidence
    ) {
        self.number = number
        self.condition = condition
        self.measuredKelvin = measuredKelvin
        self.positionMillimetres = positionMillimetres
        self.measuredCondition = measuredCondition
        self.series = series
        self.session = session
        self.intent = intent
        self.evidence = evidence
    }
}
