/// Notices a measured value that has stopped following: bit for bit the same while the setpoint has moved a long way.
///
/// A stuck input looks like a furnace that is a little too cold, and is heated for ever (kiln-controller issue 21). At rest a value may repeat for
/// minutes; during a ramp it may not. Pure, and counted in kelvin rather than in seconds, so it needs no clock.
struct FrozenValue: Hashable, Sendable {
    /// How far the working setpoint may move while the value stands still, kelvin: several times the lag of a slow furnace in its first minute.
    static let allowance = 15.0

    private var value: Double?
    private var setpoint = 0.0

    /// Returns how far the setpoint has moved since the value last changed, if that is too far.
    mutating func observe(value: Double, workingSetpoint: Double) -> Double? {
        guard value == self.value else {
            self.value = value
            setpoint = workingSetpoint
            return nil
        }
        let moved = abs(workingSetpoint - setpoint)
        return moved > Self.allowance ? moved : nil
    }
}
