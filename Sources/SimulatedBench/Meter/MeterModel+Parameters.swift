/// The parameters of the meter, written as SIMPLON writes them.
extension MeterModel {
    /// `config/<key>`, or `nil` for an unknown key.
    public func configuration(_ key: String) -> SimplonParameter? {
        switch key {
        case "description": SimplonParameter(.text("Simulated sample meter of the Tieline bench"))
        case "measurement_time": SimplonParameter(.float(measurementSeconds), unit: "s")
        default: nil
        }
    }

    /// `status/<key>`, or `nil` for an unknown key.
    public func status(_ key: String) -> SimplonParameter? {
        switch key {
        case "state": SimplonParameter(.text(state.rawValue), allowedValues: State.allCases.map(\.rawValue))
        default: nil
        }
    }
}
