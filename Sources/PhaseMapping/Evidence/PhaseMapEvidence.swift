import Tieline

/// Everything that was measured: labels and property values, at locations of their own.
public struct PhaseMapEvidence: Hashable, Sendable {
    public var structure: [StructureEvidence]
    public var properties: [PropertyEvidence]

    public init(structure: [StructureEvidence] = [], properties: [PropertyEvidence] = []) {
        self.structure = structure
        self.properties = properties
    }

    /// - Throws: Probabilities that are none, sources and properties that the model does not have, and labels of one error-free source that
    ///   contradict each other at one location.
    public func check(against model: PhaseMapModel) throws(PhaseMapInputError) {
        var certain: [[Double]: (label: Int, index: Int)] = [:]
        for (index, item) in structure.enumerated() {
            let field = "structure[\(index)]"
            _ = try model.coordinates.coordinates(of: item.location, field: field + ".location")
            guard model.sources.indices.contains(item.source) else {
                throw PhaseMapInputError(
                    field: field + ".source", message: "there is no source \(item.source)", remedy: "Declare it in the model's sources")
            }
            let sum = item.probabilities.reduce(0, +)
            guard item.probabilities.allSatisfy({ $0 >= 0 && $0.isFinite }), abs(sum - 1) < 1e-6 else {
                throw PhaseMapInputError(
                    field: field + ".probabilities", message: "probabilities \(item.probabilities) sum to \(sum)",
                    remedy: "Give numbers from 0 to 1 that sum to 1")
            }
            if let last = item.probabilities.lastIndex(where: { $0 > 0 }), last >= model.labelledRegions {
                throw PhaseMapInputError(
                    field: field + ".probabilities", message: "label \(last) where the model has \(model.labelledRegions) labels",
                    remedy: "Declare all labels of the source in the model's labelledRegions")
            }
            guard model.sources[item.source].errorRate == .fixed(0), let label = item.probabilities.firstIndex(of: 1) else { continue }
            let key = [Double(item.source)] + item.location.coordinates
            if let earlier = certain[key], earlier.label != label {
                throw PhaseMapInputError(
                    field: field,
                    message: "label \(label) where the error-free source \(model.sources[item.source].name) "
                        + "gave \(earlier.label) at the same location (structure[\(earlier.index)])",
                    remedy: "Give the source an error rate, or withdraw one of the two labels")
            }
            certain[key] = (label, index)
        }
        for (index, item) in properties.enumerated() {
            let field = "properties[\(index)]"
            _ = try model.coordinates.coordinates(of: item.location, field: field + ".location")
            guard model.properties.indices.contains(item.property) else {
                throw PhaseMapInputError(
                    field: field + ".property", message: "there is no property \(item.property)", remedy: "Declare it in the model's properties")
            }
            guard item.value.isFinite, item.standardDeviation >= 0, item.standardDeviation.isFinite else {
                throw PhaseMapInputError(
                    field: field, message: "value \(item.value) ± \(item.standardDeviation)",
                    remedy: "Give a finite value and a standard deviation of at least 0")
            }
        }
    }
}
