/// Who did something, why, and when: every record has one.
public struct Stamp: Hashable, Sendable {
    /// The person, `ada (process 4711)`, or `tielined`.
    public var who: String
    /// One sentence.
    public var why: String
    /// Lab time that the campaign has spent, seconds; 0 for what belongs to no campaign.
    public var labSeconds: Double
    /// Seconds since 1970.
    public var wallTime: Double

    public init(who: String, why: String, labSeconds: Double, wallTime: Double) {
        self.who = who
        self.why = why
        self.labSeconds = labSeconds
        self.wallTime = wallTime
    }
}
