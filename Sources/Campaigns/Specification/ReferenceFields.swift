import ConfigurationFiles
import PhaseMapping
import Tieline

/// The key `reference` of a campaign that maps phases: a map that somebody else has made, in a file of its own.
struct ReferenceFields: Sendable {
    let file: YAMLField
    /// The path, as the campaign has it.
    let name: String
    private let says: YAMLField
    private let meaning: ReferenceSpecification.Meaning
    private let certaintyField: YAMLField
    private let certainty: Double

    init(_ field: YAMLField) throws(SpecificationError) {
        let keys = try field.mapping(["file", "says", "certainty"])
        file = try keys.required("file")
        name = try file.string()
        says = try keys.required("says")
        meaning = try says.choice(ReferenceSpecification.Meaning.self)
        certaintyField = try keys.required("certainty")
        certainty = try certaintyField.number(in: 0...1)
        guard certainty > 0.5, certainty < 1 else {
            throw certaintyField.error(
                .outOfRange, "the certainty is \(certainty)",
                remedy: "Give the probability that the reference is right where it is sure, above 0.5 (it says nothing) and below 1.")
        }
    }

    /// - Parameter text: The content of the file.
    func reference(_ text: String, _ mapping: MappingSpecification, _ space: ParameterSpace) throws(SpecificationError) -> ReferenceSpecification {
        let table = try ReferenceReader(space, file: name).table(text)
        if meaning == .labels, !table.regions.contains(where: mapping.regions.contains) {
            throw says.error(
                .inconsistent, "none of the regions \(table.regions.joined(separator: ", ")) of \(name) is a label of the campaign",
                remedy: "Name them as the labels: \(mapping.regions.joined(separator: ", ")); or write `says: likeness`.")
        }
        let reference = ReferenceSpecification(
            name: name.split(separator: "/").last.map(String.init) ?? name, says: meaning, certainty: certainty, regions: table.regions,
            locations: table.locations, probabilities: table.probabilities)
        var mapping = mapping
        mapping.reference = reference
        do throws(PhaseMapInputError) { _ = try PhaseMapModel(mapping, space: space) } catch {
            throw certaintyField.error(.inconsistent, error.message, remedy: error.remedy + ".")
        }
        return reference
    }
}
