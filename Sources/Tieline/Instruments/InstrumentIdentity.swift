/// Who an instrument says it is.
public struct InstrumentIdentity: Codable, Hashable, Sendable {
    public var manufacturer: String
    public var model: String
    public var firmware: String
    /// Whether the instrument says on the wire that it is simulated. Unknown counts as real.
    public var isSimulated: Bool

    public init(manufacturer: String, model: String, firmware: String, isSimulated: Bool) {
        self.manufacturer = manufacturer
        self.model = model
        self.firmware = firmware
        self.isSimulated = isSimulated
    }
}
