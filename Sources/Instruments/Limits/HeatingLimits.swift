public import Tieline

/// What a furnace may be asked for, checked before anything is sent. The controller keeps limits of its own beside these.
public struct HeatingLimits: Hashable, Sendable {
    /// The highest target, kelvin.
    public let maximumKelvin: Double
    /// The steepest ramp, kelvin a minute.
    public let maximumRampKelvinPerMinute: Double
    /// The longest that a program may hold before it ends by itself, seconds of lab time: how long the furnace stays hot after everything else has died.
    public let maximumDwellSeconds: Double
    /// The most that the heater may be given, per cent.
    public let maximumOutputPercent: Double

    /// Two hours (docs/design.md, rule 3).
    public static let defaultDwellSeconds = 7200.0
    /// A longer unattended hold is not a time-out any more; also well inside the 65,535 s that the controller's counters can show.
    public static let longestDwellSeconds = 43200.0

    public init(
        maximumKelvin: Double, maximumRampKelvinPerMinute: Double, maximumDwellSeconds: Double = defaultDwellSeconds,
        maximumOutputPercent: Double = 100
    ) {
        precondition(maximumKelvin.isFinite && maximumKelvin > 0, "the highest temperature is positive")
        precondition(maximumRampKelvinPerMinute.isFinite && maximumRampKelvinPerMinute > 0, "the steepest ramp is positive")
        precondition(maximumDwellSeconds > 0 && maximumDwellSeconds <= Self.longestDwellSeconds, "a dwell lasts at most twelve hours")
        precondition(maximumOutputPercent > 0 && maximumOutputPercent <= 100, "power is above 0 and at most 100 per cent")
        self.maximumKelvin = maximumKelvin
        self.maximumRampKelvinPerMinute = maximumRampKelvinPerMinute
        self.maximumDwellSeconds = maximumDwellSeconds
        self.maximumOutputPercent = maximumOutputPercent
    }

    /// - Throws: ``InstrumentError`` with code `outOfLimits` for the first quantity that is outside, infinite or not a number.
    public func check(_ program: HeatingProgram, instrument: String) throws(InstrumentError) {
        try check(program.targetKelvin, "target", "K", below: maximumKelvin, "Lower the target, or widen `limits.temperature`", instrument)
        try check(
            program.rampKelvinPerMinute, "ramp", "K/min", below: maximumRampKelvinPerMinute, "Heat more slowly, or widen `limits.rate`", instrument)
        try check(dwellSeconds: program.dwellSeconds, instrument: instrument)
    }

    public func check(dwellSeconds: Double, instrument: String) throws(InstrumentError) {
        try check(dwellSeconds, "dwell", "s", below: maximumDwellSeconds, "Hold for less and extend the dwell, or raise `maximumDwell`", instrument)
    }

    private func check(
        _ value: Double, _ quantity: String, _ unit: String, below maximum: Double, _ remedy: String, _ instrument: String
    ) throws(InstrumentError) {
        // NaN is outside every comparison, so it is asked for by what it is not.
        guard value.isFinite, value > 0, value <= maximum else {
            throw InstrumentError(
                .outOfLimits, instrument: instrument, message: "a \(quantity) of \(value) \(unit) is not above 0 and at most \(maximum) \(unit)",
                remedy: "\(remedy) in the instrument file. Nothing was sent.")
        }
    }
}
