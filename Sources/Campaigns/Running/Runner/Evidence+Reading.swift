import Tieline

extension Evidence {
    /// A reading in the terms of a campaign: probabilities in the order of the labels that it declares, whatever the order of the meter's regions.
    /// - Parameter meter: Its name, for messages.
    /// - Throws: ``InstrumentError`` with code `malformedReply` for a source, a region or a property that the campaign does not declare, for one that it declares and
    ///   the reading does not mention, for a value far from all that is plausible or with a standard deviation as wide, and for a reading that says nothing.
    init(_ reading: SampleReading, mapping: MappingSpecification, meter: String) throws(InstrumentError) {
        func unusable(_ message: String, _ remedy: String) -> InstrumentError {
            InstrumentError(.malformedReply, instrument: meter, message: "reading \(reading.identifier) \(message)", remedy: remedy)
        }
        /// A campaign's file is fixed once it runs.
        func undeclared(_ message: String, _ what: String) -> InstrumentError {
            unusable(message, "Look at the meter; or abort, \(what) in the campaign file, and run it again")
        }
        self.init()
        for label in reading.labels {
            guard let source = mapping.structure.first(where: { $0.name == label.source }) else {
                throw undeclared("has labels of `\(label.source)`", "declare it in `structure`")
            }
            let said = zip(label.regions, label.probabilities)
            if let (region, _) = said.first(where: { $1 > Self.negligibleProbability && !source.labels.contains($0) }) {
                throw undeclared("calls the sample `\(region)`", "declare it among the labels of `\(source.name)`")
            }
            let probabilities = source.labels.map { name in said.first { $0.0 == name }?.1 ?? 0 }
            let sum = probabilities.reduce(0, +)
            guard sum > 0 else { throw undeclared("gives no label of `\(source.name)` a chance", "declare what it says") }
            labels.append(LabelEvidence(source: source.name, probabilities: probabilities.map { $0 / sum }))
        }
        for value in reading.properties {
            guard let property = mapping.properties.first(where: { $0.name == value.property }) else {
                throw undeclared("has a value of `\(value.property)`", "declare it in `properties`")
            }
            let (least, most) = (property.plausible.lowerBound, property.plausible.upperBound)
            guard (2 * least - most)...(2 * most - least) ~= value.value else {
                throw undeclared("has \(value.value) for `\(property.name)`, far outside \(least) to \(most)", "correct what is plausible")
            }
            // Known no better than the whole range it tells nothing, and the square of a far larger one is no number.
            guard 0...(most - least) ~= value.standardDeviation else {
                throw unusable(
                    "has \(value.value) ± \(value.standardDeviation) for `\(property.name)`, known no better than \(least) to \(most)",
                    "Look at the meter: for a property that it could not measure it says null")
            }
        }
        properties = reading.properties
        // An analysis that is down must not use up the budget in silence. Who labelled samples beforehand need not be the meter.
        let mentioned = Set(reading.labels.map(\.source) + reading.properties.map(\.property) + reading.silent)
        let beforehand = mapping.structure.count > 1 ? Set(mapping.known.map(\.source)) : []
        let expected = mapping.structure.map(\.name).filter { !beforehand.contains($0) } + mapping.properties.map(\.name)
        if let missing = expected.first(where: { !mentioned.contains($0) }) {
            throw unusable("does not mention `\(missing)`", "See that its analysis works; where there is nothing to say, the meter says null")
        }
        guard !labels.isEmpty || !properties.isEmpty else { throw unusable("says nothing", "Look at the meter") }
    }

    /// What a softmax gives to regions that it does not mean: as much as probabilities may miss one.
    private static let negligibleProbability = 1e-4
}
