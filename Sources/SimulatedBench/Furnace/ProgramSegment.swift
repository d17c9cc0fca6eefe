/// One segment of a furnace program.
public enum ProgramSegment: Hashable, Sendable {
    /// The program is over: the output is off.
    case end
    /// To a target, kelvin, at a rate, kelvin a minute, greater than 0.
    case ramp(targetKelvin: Double, kelvinPerMinute: Double)
    /// Stay where the last ramp went.
    case dwell(seconds: Double)
}
