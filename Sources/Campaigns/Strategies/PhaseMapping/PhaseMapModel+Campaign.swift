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
    /// What a campaign believes before its first measurement: the learner's standard priors, in units of the campaign's own space and properties, and the
    /// reference map if there is one.
    init(_ mapping: MappingSpecification, space: ParameterSpace) throws(PhaseMapInputError) {
        let coordinates = CoordinateMap(mapping: space)
        let extents = Self.extents(coordinates, space)
        self = .standard(
            coordinates: coordinates, extents: extents, labelledRegions: mapping.regions.count, unseenRegions: mapping.unseenRegions,
            properties: mapping.properties.map { property in
                // As a uniform distribution over what is plausible.
                PropertyScale(
                    name: property.name, level: (property.plausible.lowerBound + property.plausible.upperBound) / 2,
                    spread: (property.plausible.upperBound - property.plausible.lowerBound) / 12.0.squareRoot())
            }, sources: mapping.structure.map { StructureSource($0, regions: mapping.regions) })
        coregionalisations = (mapping.varyTogether ?? []).map { names in
            Coregionalisation(properties: mapping.properties.indices.filter { names.contains(mapping.properties[$0].name) })
        }
        if let size = mapping.regionSize {
            field.lengths = extents.map { .logNormal(median: size * $0, logDeviation: Self.sizeDeviation) }
        }
        if let reference = mapping.reference { try take(reference, labels: mapping.regions) }
    }

    private mutating func take(_ reference: ReferenceSpecification, labels: [String]) throws(PhaseMapInputError) {
        let map = try ReferenceMap(coordinates: coordinates, locations: reference.locations, probabilities: reference.probabilities)
        switch reference.says {
        case .likeness: field.terms.append(map.term(certainty: reference.certainty, model: self))
        case .labels:
            field.mean = try ReferenceMean(
                map, labels: reference.regions.map { labels.firstIndex(of: $0) }, certainty: reference.certainty, model: self)
        }
    }

    /// Of the logarithm of a stated size of regions: a third either way.
    private static let sizeDeviation = 0.3

    /// How far the candidates reach in each coordinate, or the whole space where every point of a grid can be measured.
    private static func extents(_ coordinates: CoordinateMap, _ space: ParameterSpace) -> [Double] {
        let places = space.candidates.compactMap { try? coordinates.coordinates(of: $0) }
        guard let first = places.first else { return Array(repeating: 1, count: coordinates.dimensions) }
        return first.indices.map { axis in
            let values = places.map { $0[axis] }
            let extent = (values.max() ?? 1) - (values.min() ?? 0)
            return extent > 0 ? extent : 1
        }
    }
}

extension StructureSource {
    /// The learner's error draws a label from all regions, the campaign's names a wrong one. Where its confusion is learnt, the rate is known to a factor only.
    fileprivate init(_ source: LabelSource, regions: [String]) {
        let drawn = source.errorRate * Double(source.labels.count) / Double(max(source.labels.count - 1, 1))
        let labels = source.labels.compactMap(regions.firstIndex)
        guard source.confusion == .learnt, drawn > 0 else {
            self.init(name: source.name, errorRate: .fixed(drawn), labels: labels)
            return
        }
        self.init(name: source.name, errorRate: .logUniform(0.5 * drawn, min(4 * drawn, 0.95)), unevenness: Self.mistaken, labels: labels)
    }

    /// So uneven that one label often gets most of the errors.
    private static let mistaken = 1.5
}

extension PhaseMapEvidence {
    /// - Parameter isMapOnly: Leaves out values that tell nothing about the map: where an error-free source has named the region of every value, the map and the values are
    ///   independent. One value of an unknown region, and all others tell what its region could be.
    init(_ evidence: MappingEvidence, isMapOnly: Bool) {
        self.init()
        let areLeftOut = isMapOnly && evidence.areAllValuesNamed
        for observation in evidence.observations {
            for (source, label) in observation.labels.enumerated() {
                guard let label else { continue }
                structure.append(StructureEvidence(location: observation.condition, probabilities: label, source: source))
            }
            for (index, value) in observation.properties.enumerated() where !areLeftOut {
                guard let value else { continue }
                properties.append(
                    PropertyEvidence(
                        location: observation.condition, property: index, value: value.value, standardDeviation: value.standardDeviation))
            }
        }
    }
}
