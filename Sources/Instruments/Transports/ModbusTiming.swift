/// How long a Modbus line waits for what. Wall time, seconds.
public struct ModbusTiming: Hashable, Sendable {
    /// For the first byte of an answer. A 2400 answers within a few tens of milliseconds; a busy computer at either end needs more.
    public var response: Double
    /// For the first byte of an answer to a command that has to get out, whether answered or not.
    public var urgentResponse: Double
    /// Between two bytes of an answer; USB adapters hold bytes back for 16 ms.
    public var betweenBytes: Double
    /// The longest that an answer has ever been late: 2 s in a captured trace. What comes later than this is not guarded against by time, only by the probe.
    public var longestAnswer: Double
    /// How long the input has to be quiet to be called silent.
    public var silence: Double
    /// Between two frames: 3.5 characters (Modbus over serial line 1.02, section 2.5.1.1).
    public var frameGap: Double

    /// The longest that one request can take on a line that has gone wrong: listen, probe, ask.
    ///
    /// Shorter than ``watchdogPeriod``, so that a silent line is an error of the line and never looks like a stuck daemon.
    public var worstRequest: Double { longestAnswer + Self.longestDrain + 2 * (response + betweenBytes * 2) }

    /// Within which every call to a line has to have ended.
    public static let watchdogPeriod = 10.0
    /// A line that never falls silent is given up on after this.
    static let longestDrain = 1.0

    /// - Parameters:
    ///   - baud: Bits a second; ten bits a character.
    ///   - speed: How much faster than the wall the laboratory runs. A simulated line has no wire, so the gap between frames shrinks with it.
    public init(baud: Int, speed: Double = 1) {
        response = 1
        urgentResponse = 0.25
        betweenBytes = 0.1
        longestAnswer = 2
        silence = 0.02
        frameGap = 3.5 * 10 / Double(baud) / speed
    }
}

/// Seconds on a steady clock that a sleeping machine does not stop being ahead of.
func steadySeconds() -> Double {
    let elapsed = SteadyClock.origin.duration(to: ContinuousClock.now)
    return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
}

private enum SteadyClock { static let origin = ContinuousClock.now }
