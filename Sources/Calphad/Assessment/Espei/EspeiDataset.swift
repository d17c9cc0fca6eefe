#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A file of measured data in ESPEI's JSON (espei.org, "Making ESPEI datasets"): phase boundaries (`ZPF`), thermochemical properties of single
/// phases (`HM`, `SM`, `CPM`, `GM` with `_FORM` or `_MIX`), and activities (`ACR_…`).
///
/// Files of the field take liberties, and are read with them: components with or without `VA`, a list or a number for a condition, sublattices in
/// another order than the database's or without the one of vacancies. What cannot be read is one error with the file and the field.
public struct EspeiDataset: Sendable {
    public let file: String
    /// `ZPF`, `HM_MIX`, `ACR_MG`.
    public let output: String
    /// Upper case, without vacancies.
    public let components: [String]
    /// In the file's names.
    public let phases: [String]
    /// The key of its bibliography, or the comment, or the file's name.
    public let reference: String
    /// Sites of each sublattice, when the file describes them.
    public let siteRatios: [Double]?
    let root: JSONValue

    /// - Parameters:
    ///   - data: the file's bytes.
    ///   - file: its name, for messages; not opened.
    /// - Throws: ``AssessmentError`` `unreadableData`.
    public init(_ data: Data, file: String) throws(AssessmentError) {
        let root = try JSONValue(data, file: file)
        self.root = root
        self.file = file
        func required(_ key: String) throws(AssessmentError) -> JSONValue {
            guard let value = root[key] else { throw Self.unreadable(file, key, "is missing") }
            return value
        }
        guard let output = try required("output").text else { throw Self.unreadable(file, "output", "is no text") }
        guard let components = try required("components").texts else { throw Self.unreadable(file, "components", "is no list of names") }
        guard let phases = try required("phases").texts, !phases.isEmpty else { throw Self.unreadable(file, "phases", "is no list of names") }
        _ = try required("values")
        self.output = output.uppercased()
        self.components = components.map { $0.uppercased() }.filter { $0 != "VA" }
        self.phases = phases.map { $0.uppercased() }
        let names = [root["reference"]?.text, root["bibtex"]?.text, root["comment"]?.text]
        reference = names.compactMap(\.self).first { !$0.isEmpty } ?? file
        siteRatios = root["solver"]?["sublattice_site_ratios"]?.numbers?.compactMap(\.self)
    }

    static func unreadable(_ file: String, _ field: String, _ what: String) -> AssessmentError {
        AssessmentError(.unreadableData, "\(file): \(field) \(what)", remedy: "Correct the file, or take it out of the folder.")
    }

    func unreadable(_ field: String, _ what: String) -> AssessmentError { Self.unreadable(file, field, what) }

    /// A condition as a list; nil when the file does not have it.
    func condition(_ name: String) throws(AssessmentError) -> [Double]? {
        guard let value = root["conditions"]?[name] else { return nil }
        guard let numbers = value.numbers, numbers.allSatisfy({ $0?.isFinite ?? false }), !numbers.isEmpty else {
            throw unreadable("conditions.\(name)", "is no number and no list of numbers")
        }
        return numbers.compactMap(\.self)
    }

    /// Kelvin.
    func temperatures() throws(AssessmentError) -> [Double] {
        guard let values = try condition("T") else { throw unreadable("conditions.T", "is missing") }
        return values
    }

    /// What the standard error of each datum is divided by, as in ESPEI; nil for a weight of zero, which leaves the datum out.
    func weight(_ index: Int) -> Double? {
        guard let weights = root["weight"]?.numbers?.compactMap(\.self), !weights.isEmpty else { return 1 }
        let weight = index < weights.count ? weights[index] : weights[weights.count - 1]
        return weight > 0 && weight.isFinite ? weight : nil
    }
}

/// Standard errors of data whose files state none, and how their phases are named.
public struct EspeiReading: Sendable {
    /// Kelvin: the scatter between laboratories rather than the reading of one.
    public var temperature = 5.0
    /// Mole fraction.
    public var fraction = 0.01
    /// J per mole of atoms.
    public var energy = 1000.0
    /// J/(mol K) per mole of atoms, of entropies and heat capacities.
    public var entropy = 1.0
    /// Of an activity, relative and absolute, whichever is larger.
    public var relativeActivity = 0.05
    public var absoluteActivity = 0.005
    /// The database's name of a phase, by the data's.
    public var phaseNames: [String: String] = [:]

    public init() {}

    public func name(of phase: String) -> String { phaseNames[phase] ?? phase }
}

/// What a file says: data, and what of it is left out.
public struct EspeiEvidence: Sendable {
    public var data: [AssessmentDatum] = []
    /// One sentence each, with the file.
    public var setAside: [String] = []

    public init() {}
}
