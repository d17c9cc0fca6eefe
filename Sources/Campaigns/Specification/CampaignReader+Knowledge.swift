import ConfigurationFiles
import PhaseMapping
import Tieline

/// What is known and believed before a mapping campaign.
extension CampaignReader {
    static func knownLabels(
        _ field: YAMLField, _ space: ParameterSpace, _ structure: [LabelSource]
    ) throws(SpecificationError) -> [KnownLabel] {
        var known: [KnownLabel] = []
        for entry in try field.list() {
            let keys = try entry.mapping(["at", "source", "label"])
            let atField = try keys.required("at")
            let condition = try condition(atField, space)
            let sourceField = try keys.required("source")
            let name = try sourceField.string()
            guard let source = structure.first(where: { $0.name == name }) else {
                throw sourceField.error(
                    .inconsistent, "there is no source `\(name)`", remedy: "Write one of: \(structure.map(\.name).joined(separator: ", ")).")
            }
            let labelField = try keys.required("label")
            let label = try labelField.string()
            guard source.labels.contains(label) else {
                throw labelField.error(
                    .inconsistent, "`\(label)` is a label beyond the \(source.labels.count) that `\(name)` is declared to give",
                    remedy: "Write one of: \(source.labels.joined(separator: ", ")); or declare it in `structure`.")
            }
            if source.errorRate == 0, let other = known.first(where: { $0.condition == condition && $0.source == name && $0.label != label }) {
                throw atField.error(
                    .inconsistent, "`\(name)`, declared free of errors, calls this place `\(other.label)` and `\(label)`",
                    remedy: "Correct one of the two, or declare an `errorRate` above 0.")
            }
            known.append(KnownLabel(condition: condition, source: name, label: label))
        }
        return known
    }

    static func priors(_ field: YAMLField, _ mapping: MappingSpecification, _ space: ParameterSpace) throws(SpecificationError) -> [Prior] {
        let model: PhaseMapModel
        do throws(PhaseMapInputError) { model = try PhaseMapModel(mapping, space: space) } catch {
            throw field.error(.inconsistent, error.message, remedy: error.remedy + ".")
        }
        var priors: [Prior] = []
        for entry in try field.list() {
            let keys = try entry.mapping(["kind", "polygon", "points", "center", "radius", "regions", "certainty", "author", "because"])
            let certaintyField = try keys.required("certainty")
            let certainty = try certaintyField.string()
            guard let number = Double(certainty) else {
                throw certaintyField.error(.wrongType, "`\(certainty)` is not a number", remedy: "Write a number above 0.5 and below 1, as 0.8.")
            }
            // Those that are made during the campaign are `prior-1` and so on: to withdraw one of them must not withdraw one of the file's.
            let prior = Prior(
                identifier: "file-\(priors.count + 1)", kind: try kind(keys, space, mapping.regions), certainty: number,
                author: try keys.required("author").string(), reason: try keys.required("because").string(), time: 0)
            do throws(PhaseMapInputError) { _ = try HumanPriors([prior], model: model, space: space) } catch {
                let isCertainty = error.field.hasSuffix(".certainty")
                throw (isCertainty ? certaintyField : entry).error(.outOfRange, error.message, remedy: error.remedy + ".")
            }
            priors.append(prior)
        }
        return priors
    }

    private enum PriorKind: String, CaseIterable { case region, ball, boundary, roi, same, different }

    private static func kind(_ keys: YAMLMapping, _ space: ParameterSpace, _ regions: [String]) throws(SpecificationError) -> Prior.Kind {
        func points(_ key: String) throws(SpecificationError) -> [Condition] {
            var points: [Condition] = []
            for entry in try keys.required(key).list() { points.append(try coordinates(entry, space)) }
            return points
        }
        var names: [String] = []
        for entry in try keys.optional("regions").map({ field throws(SpecificationError) in try field.list() }) ?? [] {
            let name = try entry.string()
            guard regions.contains(name) else {
                throw entry.error(.inconsistent, "there is no region `\(name)`", remedy: "Write one of: \(regions.joined(separator: ", ")).")
            }
            names.append(name)
        }
        return switch try keys.required("kind").choice(PriorKind.self) {
        case .region: .phaseRegion(polygon: try points("polygon"), phases: names)
        case .ball:
            .phaseBall(
                center: try coordinates(keys.required("center"), space), radius: try keys.required("radius").number(in: Prior.Kind.plausibleRadii),
                phases: names)
        case .boundary: .phaseBoundary(points: try points("points"), between: names)
        case .roi: .regionOfInterest(polygon: try points("polygon"))
        case .same: .samePhase(try points("points"))
        case .different: .differentPhase(try points("points"))
        }
    }

    /// A condition of the space.
    private static func condition(_ field: YAMLField, _ space: ParameterSpace) throws(SpecificationError) -> Condition {
        let condition = try coordinates(field, space)
        if let sum = space.simplexSum(condition), !space.sumsToOne(condition) {
            throw field.error(.inconsistent, "the mole fractions sum to \(sum), not to 1", remedy: "Give mole fractions of all components.")
        }
        guard space.contains(condition) else {
            throw field.error(
                .outOfRange, "\(condition.coordinates) is outside the axes", remedy: "Correct the condition, or widen the axes of the campaign.")
        }
        return condition
    }

    /// As many numbers as there are axes.
    private static func coordinates(_ field: YAMLField, _ space: ParameterSpace) throws(SpecificationError) -> Condition {
        var numbers: [Double] = []
        for entry in try field.list() { numbers.append(try entry.number(in: -1e12...1e12)) }
        guard numbers.count == space.axes.count else {
            throw field.error(
                .inconsistent, "there are \(numbers.count) coordinates for \(space.axes.count) axes",
                remedy: "Give one an axis: \(space.axes.map(\.name).joined(separator: ", ")).")
        }
        return Condition(numbers)
    }
}
