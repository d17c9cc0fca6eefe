import Tieline

extension Evidence {
    /// A reading in the terms of a campaign: probabilities in the order of the labels that it declares, whatever the order of the meter's regions.
    /// - Parameter meter: Its name, for messages.
    /// - Throws: ``InstrumentError`` with code `malformedReply` for a source, a region or a property that the campaign does not declare, and for a reading that
    ///   says nothing.
    init(_ reading: SampleReading, mapping: MappingSpecification, meter: String) throws(InstrumentError) {
        func unusable(_ message: String, _ remedy: String) -> InstrumentError {
            InstrumentError(.malformedReply, instrument: meter, message: "reading \(reading.identifier) \(message)", remedy: remedy)
        }
        self.init()
        for label in reading.labels {
            guard let source = mapping.structure.first(where: { $0.name == label.source }) else {
                throw unusable("has labels of `\(label.source)`", "Declare it in `structure`")
            }
            for (region, probability) in zip(label.regions, label.probabilities) where probability > 0 && !source.labels.contains(region) {
                throw unusable("calls the sample `\(region)`", "Declare it among the labels of `\(source.name)`")
            }
            labels.append(
                LabelEvidence(
                    source: source.name,
                    probabilities: source.labels.map { name in label.regions.firstIndex(of: name).map { label.probabilities[$0] } ?? 0 }))
        }
        for value in reading.properties {
            guard mapping.properties.contains(where: { $0.name == value.property }) else {
                throw unusable("has a value of `\(value.property)`", "Declare it in `properties`")
            }
        }
        properties = reading.properties
        guard !labels.isEmpty || !properties.isEmpty else { throw unusable("says nothing", "Look at the meter") }
    }
}
