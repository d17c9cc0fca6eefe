/// What a number with a unit measures, the units that are understood, and what they are converted to.
public enum Dimension: Sendable, CaseIterable {
    /// Kelvin.
    case temperature
    /// Kelvin; a difference has no zero, so degrees Celsius are refused.
    case temperatureDifference
    /// Kelvin a minute.
    case heatingRate
    /// Seconds.
    case duration
    /// Millimetres.
    case length
    /// Millimetres a second.
    case speed
    /// Degrees.
    case angle
    /// Ångström.
    case wavelength
    /// J/mol.
    case molarEnergy
    /// A fraction: `5 %` is 0.05.
    case fraction

    /// Spelling, factor and offset of every unit: `value · factor + offset`.
    var units: [(name: String, factor: Double, offset: Double)] {
        switch self {
        case .temperature: [("K", 1, 0), ("°C", 1, 273.15)]
        case .temperatureDifference: [("K", 1, 0)]
        case .heatingRate: [("K/min", 1, 0)]
        case .duration: [("s", 1, 0), ("min", 60, 0), ("h", 3600, 0)]
        case .length: [("mm", 1, 0), ("µm", 1e-3, 0)]
        case .speed: [("mm/s", 1, 0)]
        case .angle: [("°", 1, 0), ("deg", 1, 0)]
        case .wavelength: [("Å", 1, 0), ("nm", 10, 0)]
        case .molarEnergy: [("J/mol", 1, 0), ("kJ/mol", 1000, 0)]
        case .fraction: [("%", 0.01, 0)]
        }
    }

    /// The units for a person: `K or °C`.
    var unitList: String { units.map(\.name).joined(separator: " or ") }

    /// An example of a well-written quantity.
    var example: String {
        switch self {
        case .temperature: "80 °C"
        case .temperatureDifference: "30 K"
        case .heatingRate: "10 K/min"
        case .duration: "120 s"
        case .length: "76 mm"
        case .speed: "10 mm/s"
        case .angle: "27.16 °"
        case .wavelength: "1.5405929 Å"
        case .molarEnergy: "1000 J/mol"
        case .fraction: "5 %"
        }
    }
}
