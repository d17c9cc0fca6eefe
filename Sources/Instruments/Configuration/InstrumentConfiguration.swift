import ConfigurationFiles
public import Tieline

/// The instruments of a laboratory as `config/instruments.yaml` lists them: where each is, and what it may be asked for.
public struct InstrumentConfiguration: Hashable, Sendable {
    public var furnaces: [FurnaceConfiguration]
    public var stages: [StageConfiguration]
    public var detectors: [DetectorConfiguration]
    public var meters: [MeterConfiguration]

    /// More instruments than this on one bench is a mistake in the file.
    public static let maximumInstruments = 32

    /// Reads the text of an instrument file, strictly.
    /// - Parameters:
    ///   - file: The file as the person named it, for messages.
    public init(parsing text: String, file: String) throws(SpecificationError) {
        try self.init(YAMLDocument(parsing: text, file: file).root)
    }

    init(_ root: YAMLField) throws(SpecificationError) {
        let list = try root.mapping(["instruments"]).required("instruments")
        let entries = try list.list()
        guard 1...Self.maximumInstruments ~= entries.count else {
            throw list.error(
                .outOfRange, "\(entries.count) instruments are listed, not 1 to \(Self.maximumInstruments)",
                remedy: "List the instruments of this bench.")
        }
        furnaces = []
        stages = []
        detectors = []
        meters = []
        var names: Set<String> = []
        for entry in entries {
            let (name, driver) = try Self.nameAndDriver(entry)
            guard names.insert(name).inserted else {
                throw entry.error(.inconsistent, "there are two instruments called `\(name)`", remedy: "Give each its own name.")
            }
            switch driver {
            case .eurotherm2400: furnaces.append(try FurnaceConfiguration(name: name, entry, beside: furnaces))
            case .benchStage: stages.append(try StageConfiguration(name: name, entry))
            case .simplon: detectors.append(try DetectorConfiguration(name: name, entry))
            case .benchMeter: meters.append(try MeterConfiguration(name: name, entry, beside: meters))
            }
        }
    }

    private static func nameAndDriver(_ entry: YAMLField) throws(SpecificationError) -> (String, DriverName) {
        let every = FurnaceConfiguration.keys + StageConfiguration.keys + DetectorConfiguration.keys + MeterConfiguration.keys
        let mapping = try entry.mapping(every)
        let nameField = try mapping.required("name")
        let name = try nameField.string()
        guard name.utf8.count <= 40,
            name.utf8.allSatisfy({
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: "-")
            })
        else {
            throw nameField.error(
                .wrongType, "`\(name)` is not a name of at most 40 small letters, digits and hyphens", remedy: "Write a name such as `furnace-1`.")
        }
        return (name, try mapping.required("driver").choice(DriverName.self))
    }
}

/// The drivers there are, as a file spells them.
public enum DriverName: String, Codable, Sendable, CaseIterable {
    case eurotherm2400 = "eurotherm-2400"
    case benchStage = "bench-stage"
    case simplon
    case benchMeter = "bench-meter"
}
