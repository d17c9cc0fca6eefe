public import Tieline

/// The rules that stop a furnace, checked on every reading by its level, never by its edge; once one trips it stays tripped until a person resets it.
///
/// Software is not the last line: an over-temperature limit with a sensor and a contactor of its own belongs on every furnace.
public struct InterlockLatch: Sendable {
    public enum Cause: String, Codable, Sendable, CaseIterable {
        /// Hotter than the campaign can ever have asked for.
        case overTemperature
        /// Not a number, or not a temperature.
        case invalidReading
        /// The controller reports a fault of its own.
        case sensorFault
        /// The same reading, while the setpoint moved on.
        case frozenReading
        /// The heater works and nothing gets warmer.
        case notRising
        /// The reading took so long that it says nothing of now.
        case staleReading
        /// The controller does not run what we told it to: someone is at its front panel, or it was restarted.
        case localIntervention
        /// It does not answer at all.
        case noReading
    }

    public struct Trip: Error, Hashable, Sendable, CustomStringConvertible {
        public var cause: Cause
        /// With the numbers.
        public var message: String
        public var description: String { "interlock \(cause.rawValue): \(message)" }
    }

    public struct Limits: Hashable, Sendable {
        /// Kelvin.
        public var maximumKelvin: Double
        /// How far the working setpoint may move while the reading stays the same to the last digit, kelvin …
        public var frozenSetpointKelvin = 10.0
        /// … in at least this lab time, seconds: a heavy furnace takes its time to answer.
        public var frozenSeconds = 120.0
        /// Output that must make it warmer, per cent …
        public var heatingOutputPercent = 50.0
        /// … within this lab time, seconds …
        public var climbSeconds = 300.0
        /// … by this much, kelvin, or by a fifth of what the ramp would be, if that is less …
        public var climbKelvin = 1.0
        /// … as long as it is colder than the target by this much, kelvin.
        public var climbDistanceKelvin = 5.0
        /// Wall time that one reading may take, seconds.
        public var staleSeconds = 15.0
        /// How far the controller's target may be from ours: the resolution of its registers, kelvin.
        public var targetToleranceKelvin = 0.2

        public init(maximumKelvin: Double) { self.maximumKelvin = maximumKelvin }
    }

    public let limits: Limits
    public private(set) var trip: Trip?
    /// The reading that has not changed, and the working setpoint and the time when it began.
    private var unchanged: (reading: Double, setpoint: Double, seconds: Double)?
    /// Where and when the present climb began.
    private var climb: (kelvin: Double, seconds: Double)?

    public init(limits: Limits) { self.limits = limits }

    /// Checks one reading.
    /// - Parameters:
    ///   - labSeconds: When.
    ///   - tookSeconds: Wall time from the request to the reading.
    ///   - program: What the controller was told, or `nil` while it should be off.
    /// - Returns: The trip, from now on for every reading, or `nil`.
    public mutating func observe(
        _ reading: TemperatureReading, labSeconds: Double, tookSeconds: Double, program: HeatingProgram?
    ) -> Trip? {
        if let trip { return trip }
        trip = violation(reading, labSeconds: labSeconds, tookSeconds: tookSeconds, program: program)
        return trip
    }

    /// The controller could not be read, after all attempts.
    public mutating func readingFailed(_ error: any Error) -> Trip? {
        guard trip == nil else { return trip }
        let cause: Cause =
            switch (error as? InstrumentError)?.code {
            case .sensorBroken: .sensorFault
            case .stale: .staleReading
            default: .noReading
            }
        trip = Trip(cause: cause, message: "\(error)")
        return trip
    }

    /// A new program begins: what was seen of the last one says nothing about it.
    public mutating func programDidStart() {
        unchanged = nil
        climb = nil
    }

    /// A person has looked at it.
    public mutating func reset() {
        trip = nil
        programDidStart()
    }

    private mutating func violation(
        _ reading: TemperatureReading, labSeconds: Double, tookSeconds: Double, program: HeatingProgram?
    ) -> Trip? {
        let numbers = [reading.measuredKelvin, reading.targetKelvin, reading.workingSetpointKelvin, reading.outputPercent]
        guard numbers.allSatisfy(\.isFinite), reading.measuredKelvin > 0 else {
            return Trip(
                cause: .invalidReading, message: "the controller says \(fixed(reading.measuredKelvin, 2)) K at \(fixed(reading.outputPercent, 1)) %")
        }
        guard reading.measuredKelvin <= limits.maximumKelvin else {
            return Trip(
                cause: .overTemperature, message: "\(fixed(reading.measuredKelvin, 2)) K is over the limit of \(fixed(limits.maximumKelvin, 2)) K")
        }
        guard reading.faults.isEmpty else {
            return Trip(cause: .sensorFault, message: reading.faults.joined(separator: ", "))
        }
        guard tookSeconds <= limits.staleSeconds else {
            return Trip(cause: .staleReading, message: "a reading took \(fixed(tookSeconds, 1)) s, at most \(limits.staleSeconds) s are allowed")
        }
        guard let program else { return nil }
        return intervention(reading, program: program) ?? frozen(reading, labSeconds: labSeconds)
            ?? notRising(reading, program: program, labSeconds: labSeconds)
    }

    private func intervention(_ reading: TemperatureReading, program: HeatingProgram) -> Trip? {
        guard abs(reading.targetKelvin - program.targetKelvin) <= limits.targetToleranceKelvin else {
            return Trip(
                cause: .localIntervention,
                message: "the controller's target is \(fixed(reading.targetKelvin, 2)) K, it was told \(fixed(program.targetKelvin, 2)) K")
        }
        guard reading.program == .running || reading.program == .holding else {
            return Trip(
                cause: .localIntervention, message: "the program is \(reading.program.rawValue), it should hold \(fixed(program.targetKelvin, 2)) K")
        }
        return nil
    }

    private mutating func frozen(_ reading: TemperatureReading, labSeconds: Double) -> Trip? {
        guard let since = unchanged, since.reading == reading.measuredKelvin, reading.outputPercent > 0 else {
            unchanged = (reading.measuredKelvin, reading.workingSetpointKelvin, labSeconds)
            return nil
        }
        let moved = abs(reading.workingSetpointKelvin - since.setpoint)
        guard moved > limits.frozenSetpointKelvin, labSeconds - since.seconds >= limits.frozenSeconds else { return nil }
        return Trip(
            cause: .frozenReading,
            message: "the reading stays at \(fixed(reading.measuredKelvin, 2)) K while the setpoint moved by \(fixed(moved, 2)) K with the heater on")
    }

    private mutating func notRising(_ reading: TemperatureReading, program: HeatingProgram, labSeconds: Double) -> Trip? {
        let mustClimb =
            reading.outputPercent >= limits.heatingOutputPercent
            && reading.measuredKelvin < program.targetKelvin - limits.climbDistanceKelvin
        guard mustClimb else {
            climb = nil
            return nil
        }
        let expected = min(limits.climbKelvin, program.rampKelvinPerMinute / 60 * limits.climbSeconds / 5)
        guard let since = climb, reading.measuredKelvin < since.kelvin + expected else {
            climb = (reading.measuredKelvin, labSeconds)
            return nil
        }
        guard labSeconds - since.seconds > limits.climbSeconds else { return nil }
        return Trip(
            cause: .notRising,
            message:
                "\(fixed(reading.outputPercent, 1)) % output for \(fixed(labSeconds - since.seconds, 0)) s brought \(fixed(reading.measuredKelvin - since.kelvin, 2)) K"
        )
    }
}
