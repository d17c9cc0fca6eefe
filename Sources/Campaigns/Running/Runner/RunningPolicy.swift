/// How a campaign is run: the bounds of every wait and every repetition. Lab time unless the name says otherwise.
public struct RunningPolicy: Hashable, Sendable {
    /// From one reading of the furnace to the next, seconds.
    public var pollSeconds = 2.0
    /// How often a read is tried before the instrument counts as silent. Reads only: a trigger is never tried twice.
    public var readAttempts = 3
    /// How often a heater is commanded off before it counts as not confirmed.
    public var offAttempts = 3
    /// How long the controller holds a target by itself if the daemon dies, seconds; the daemon extends it while it lives, each time that half of it
    /// is gone. Short enough to be cold soon, long enough for a machine that is busy with something else, also where the laboratory's clock runs fast.
    public var dwellSeconds = 3_600.0
    /// Wall time between two further tries at a heater that is not confirmed off, seconds, and how many of them: a day.
    public var offRetrySeconds = 5.0
    public var offRetries = 17_280
    /// Time that must be left of the dwell beyond an exposure, seconds.
    public var dwellMarginSeconds = 120.0
    /// How far above the campaign's highest temperature the furnace may ever be, kelvin.
    public var overshootKelvin = 15.0
    /// How long after its exposure time a detector may still be busy, seconds: what recovery waits for.
    public var busyMarginSeconds = 60.0
    /// How often a decision is taken anew because a researcher said something meanwhile.
    public var decisionAttempts = 20
    /// Wall time that `stop` and `shutDown` wait for campaigns to come to rest, seconds.
    public var restSeconds = 5.0

    public init() {}
}
