import ConfigurationFiles
public import Tieline

/// What somebody might say about a phase map before anything is measured: one arm of a study, `config/statements/circle.yaml` shows every key.
public struct StatementSet: Hashable, Sendable {
    public var name: String
    public var priors: [Prior]

    public init(name: String, priors: [Prior]) {
        self.name = name
        self.priors = priors
    }

    /// Sets that a file may have.
    public static let most = 50

    /// Reads a file of statement sets.
    ///
    /// - Parameters:
    ///   - text: The content of the file.
    ///   - file: The file as the person named it, for messages.
    ///   - specification: Of the campaign that they are about: it maps phases.
    public static func sets(
        parsing text: String, file: String, for specification: CampaignSpecification
    ) throws(SpecificationError) -> [StatementSet] {
        let list = try YAMLDocument(parsing: text, file: file).root.mapping(["statements"]).required("statements")
        guard let mapping = specification.mapping else {
            throw list.error(.inconsistent, "\(specification.name) maps no phases", remedy: "Name a campaign with `structure`.")
        }
        var sets: [StatementSet] = []
        for entry in try list.list() {
            let keys = try entry.mapping(["name", "priors"])
            let nameField = try keys.required("name")
            let name = try nameField.string()
            guard !name.isEmpty, !sets.contains(where: { $0.name == name }) else {
                throw nameField.error(.inconsistent, "two sets have the name `\(name)`, or it is empty", remedy: "Name each set once.")
            }
            sets.append(
                StatementSet(name: name, priors: try CampaignReader.priors(keys.required("priors"), mapping, specification.space)))
        }
        guard (1...most).contains(sets.count) else {
            throw list.error(.outOfRange, "there are \(sets.count) sets of statements", remedy: "Give 1 to \(most).")
        }
        return sets
    }
}
