import ConfigurationFiles
import Tieline

/// A furnace on a serial line.
public struct FurnaceConfiguration: Hashable, Sendable {
    public var name: String
    /// The device: an absolute path.
    public var port: String
    public var baud: Int
    /// The controller's Modbus address.
    public var unit: UInt8
    public var limits: HeatingLimits

    static let keys = ["name", "driver", "port", "baud", "unit", "limits", "maximumDwell"]

    init(name: String, _ entry: YAMLField, beside others: [FurnaceConfiguration]) throws(SpecificationError) {
        let mapping = try entry.mapping(Self.keys)
        self.name = name
        let portField = try mapping.required("port")
        port = try portField.string()
        guard port.hasPrefix("/") else {
            throw portField.error(
                .wrongType, "`\(port)` is not an absolute path", remedy: "Write the device, as `/dev/serial/by-id/...` or `/dev/ttyUSB0`.")
        }
        baud = try Self.baud(mapping.optional("baud"))
        unit = if let field = mapping.optional("unit") { UInt8(try field.integer(in: 1...247)) } else { 1 }
        limits = try Self.limits(mapping)
        if let other = others.first(where: { $0.port == port && ($0.unit == unit || $0.baud != baud) }) {
            throw entry.error(
                .inconsistent, "`\(other.name)` is on the same port with \(other.unit == unit ? "the same unit" : "another speed")",
                remedy: "Two controllers on one line have two addresses and one speed.")
        }
    }

    private static func baud(_ field: YAMLField?) throws(SpecificationError) -> Int {
        guard let field else { return 9600 }
        let baud = try field.integer(in: 1200...19200)
        guard SerialModbusWire.speeds.contains(baud) else {
            throw field.error(
                .outOfRange, "\(baud) is not a speed of a 2400",
                remedy: "Write one of: \(SerialModbusWire.speeds.map(String.init).joined(separator: ", ")).")
        }
        return baud
    }

    private static func limits(_ mapping: YAMLMapping) throws(SpecificationError) -> HeatingLimits {
        let limits = try mapping.required("limits").mapping(["temperature", "rate", "power"])
        let dwell: Double =
            if let field = mapping.optional("maximumDwell") {
                try field.quantity(.duration, in: 60...HeatingLimits.longestDwellSeconds)
            } else {
                HeatingLimits.defaultDwellSeconds
            }
        let power: Double = if let field = limits.optional("power") { try field.quantity(.fraction, in: 0.01...1) * 100 } else { 100 }
        return HeatingLimits(
            // From the freezing point of water to what a type R thermocouple survives: the range of a 2400's inputs.
            maximumKelvin: try limits.required("temperature").quantity(.temperature, in: 274...2000),
            maximumRampKelvinPerMinute: try limits.required("rate").quantity(.heatingRate, in: 0.1...600), maximumDwellSeconds: dwell,
            maximumOutputPercent: power)
    }
}
