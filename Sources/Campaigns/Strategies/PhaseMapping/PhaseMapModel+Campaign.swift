import PhaseMapping
import Tieline

extension CoordinateMap {
    /// Of a campaign's space: its composition as a point of the simplex, every other axis scaled to `0...1`.
    init(mapping space: ParameterSpace) {
        guard !space.simplex.isEmpty else {
            self.init(space: space)
            return
        }
        var parts: [Part] = [.completeComposition(axes: space.simplex)]
        for (index, axis) in space.axes.enumerated() where !space.simplex.contains(index) {
            parts.append(.scaled(axis: index, origin: axis.minimum, extent: max(axis.maximum - axis.minimum, axis.resolution)))
        }
        self.init(parts: parts, axisCount: space.axes.count)
    }
}

extension PhaseMapModel {
    /// What a campaign believes before its first measurement. Priors are the same for every campaign, in units of its own axes and properties.
    init(_ mapping: MappingSpecification, space: ParameterSpace) {
        let coordinates = CoordinateMap(mapping: space)
        let lengths = Array(repeating: Self.mapLength, count: coordinates.dimensions)
        self.init(
            coordinates: coordinates, labelledRegions: mapping.regions.count,
            field: RegionFieldPrior(deviation: Self.sharpness, lengths: lengths),
            properties: mapping.properties.map { property in
                let extent = property.plausible.upperBound - property.plausible.lowerBound
                return PropertyPrior(
                    name: property.name, deviation: .logUniform(0.02 * extent, 0.4 * extent),
                    lengths: Array(repeating: Self.propertyLength, count: coordinates.dimensions),
                    noise: .logUniform(1e-4 * extent, 0.1 * extent),
                    levelMean: (property.plausible.lowerBound + property.plausible.upperBound) / 2, levelDeviation: extent / 12.0.squareRoot())
            }, sources: mapping.structure.map { source in StructureSource(name: source.name, errorRate: .fixed(source.drawnRate)) })
    }

    /// Of the latent fields: from a map that is soft to one whose regions have edges.
    private static let sharpness = HyperParameterPrior.logUniform(2, 12)
    /// In units of the simplex's edge or an axis: a map with structure finer than a twentieth of its extent cannot be drawn from few measurements.
    private static let mapLength = HyperParameterPrior.logNormal(median: 0.3, logDeviation: 0.6)
    private static let propertyLength = HyperParameterPrior.logNormal(median: 0.3, logDeviation: 0.6)
}

extension LabelSource {
    /// The learner's error draws a label from all regions alike, the campaign's names a wrong one.
    fileprivate var drawnRate: Double { errorRate * Double(labels.count) / Double(max(labels.count - 1, 1)) }
}

extension PhaseMapEvidence {
    init(_ evidence: MappingEvidence) {
        self.init()
        for observation in evidence.observations {
            for (source, label) in observation.labels.enumerated() {
                guard let label else { continue }
                structure.append(StructureEvidence(location: observation.condition, probabilities: label, source: source))
            }
            for (index, value) in observation.properties.enumerated() {
                guard let value else { continue }
                properties.append(
                    PropertyEvidence(
                        location: observation.condition, property: index, value: value.value, standardDeviation: value.standardDeviation))
            }
        }
    }
}
