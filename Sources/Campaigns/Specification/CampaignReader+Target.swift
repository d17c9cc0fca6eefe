import Calphad
import ConfigurationFiles
import Tieline

extension CampaignReader {
    static func target(_ field: YAMLField, theory: TheorySpecification) throws(SpecificationError) -> TargetSpecification {
        let keys = try field.mapping(["invariant", "phases", "temperature", "moleFraction", "boundaries"])
        let invariantField = try keys.required("invariant")
        let invariant = try invariantField.string()
        let kinds = Invariant.Kind.allCases.filter { $0 != .unclassified }.map(\.rawValue)
        guard kinds.contains(invariant) else {
            throw invariantField.error(
                .outOfRange, "`\(invariant)` cannot be a target", remedy: "Write one of: \(kinds.joined(separator: ", ")).")
        }
        var boundaries: [BoundaryTarget] = []
        for entry in try keys.optional("boundaries").map({ field throws(SpecificationError) in try field.list() }) ?? [] {
            boundaries.append(try boundary(entry, theory: theory))
        }
        return TargetSpecification(
            invariant: invariant,
            phases: try keys.optional("phases").map { field throws(SpecificationError) in try phases(field, count: 3, theory: theory) } ?? [],
            temperatureKelvin: try keys.required("temperature").quantity(.temperatureDifference, in: 0.01...100),
            moleFraction: try keys.required("moleFraction").number(in: 1e-4...0.5), boundaries: boundaries)
    }

    private static func boundary(_ field: YAMLField, theory: TheorySpecification) throws(SpecificationError) -> BoundaryTarget {
        let keys = try field.mapping(["phases", "end", "temperature", "moleFraction"])
        return BoundaryTarget(
            phases: try phases(keys.required("phases"), count: 2, theory: theory), end: try keys.required("end").choice(BoundaryTarget.End.self),
            kelvin: try keys.required("temperature").quantity(.temperature, in: 1...4000),
            moleFraction: try keys.required("moleFraction").number(in: 1e-4...0.5))
    }

    private static func phases(_ field: YAMLField, count: Int, theory: TheorySpecification) throws(SpecificationError) -> [String] {
        var names: [String] = []
        for entry in try field.list() { names.append(try entry.string()) }
        guard names.count == count, names.allSatisfy(theory.phases.contains) else {
            throw field.error(
                .inconsistent, "\(names.joined(separator: ", ")) are not \(count) phases of the theory",
                remedy: "Write \(count) of \(theory.phases.joined(separator: ", ")), in the order of composition.")
        }
        return names
    }
}
