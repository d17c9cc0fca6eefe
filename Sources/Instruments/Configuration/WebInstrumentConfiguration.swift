import ConfigurationFiles
import Tieline

/// A stage behind a web interface.
public struct StageConfiguration: Hashable, Sendable {
    public var name: String
    /// `http://host:port`.
    public var url: String
    /// Millimetres.
    public var limits: ClosedRange<Double>

    static let keys = ["name", "driver", "url", "limits"]

    init(name: String, _ entry: YAMLField) throws(SpecificationError) {
        let mapping = try entry.mapping(Self.keys)
        self.name = name
        url = try webAddress(mapping.required("url"))
        let limitsField = try mapping.required("limits")
        let limits = try limitsField.mapping(["minimum", "maximum"])
        let bounds = -10_000.0...10_000.0
        let minimum = try limits.required("minimum").quantity(.length, in: bounds)
        let maximum = try limits.required("maximum").quantity(.length, in: bounds)
        guard minimum < maximum else {
            throw limitsField.error(.inconsistent, "the minimum, \(minimum) mm, is not below the maximum, \(maximum) mm", remedy: "Exchange them.")
        }
        self.limits = minimum...maximum
    }
}

/// A detector behind a web interface.
public struct DetectorConfiguration: Hashable, Sendable {
    public var name: String
    /// `http://host:port`.
    public var url: String

    static let keys = ["name", "driver", "url"]

    init(name: String, _ entry: YAMLField) throws(SpecificationError) {
        let mapping = try entry.mapping(Self.keys)
        self.name = name
        url = try webAddress(mapping.required("url"))
    }
}

/// A sample meter behind a web interface.
public struct MeterConfiguration: Hashable, Sendable {
    public var name: String
    /// `http://host:port`.
    public var url: String

    static let keys = ["name", "driver", "url"]

    init(name: String, _ entry: YAMLField, beside others: [MeterConfiguration]) throws(SpecificationError) {
        let mapping = try entry.mapping(Self.keys)
        self.name = name
        url = try webAddress(mapping.required("url"))
        if let other = others.first(where: { $0.url == url }) {
            throw entry.error(
                .inconsistent, "`\(other.name)` is at the same address", remedy: "One meter has one name, so that campaigns cannot share it.")
        }
    }
}

/// An address without path, and without the slash that people like to end it with.
private func webAddress(_ field: YAMLField) throws(SpecificationError) -> String {
    var text = try field.string()
    while text.hasSuffix("/") { text.removeLast() }
    let host = ["http://", "https://"].first { text.hasPrefix($0) }.map { text.dropFirst($0.count) } ?? ""
    guard !host.isEmpty, !host.contains(where: { $0.isWhitespace || "/?#@".contains($0) }) else {
        throw field.error(
            .wrongType, "`\(text)` is not the address of a web interface", remedy: "Write it as `http://192.168.1.20:8080`, without a path.")
    }
    return text
}
