import Journal
import Tieline

extension CampaignRunner {
    /// Has a meter read the sample there once, and records what it says. The number of the reading is on the disk before the meter begins.
    func readSample(_ condition: Condition, meter name: String, reason: String) async throws {
        try await checkpoint()
        phase = .exposing
        guard specification.space.contains(condition) else {
            throw ControlError(
                .notPossible, message: "\(condition.coordinates) is outside the campaign's space",
                remedy: "This is a fault of the strategy: report it")
        }
        let meter = try services.rack.meter(named: name)
        let seconds = try await repeatingRead { try await meter.readingSeconds() }
        // Also another daemon, with a campaign of the same name, orders by a name of its own.
        let order = "\(self.name) at \(services.secondsSince1970())"
        let identifier = try await repeatingRead { try await meter.lastReading() }.next(order: order)
        try await services.failpoint(.armed)
        let read = Command.Read(meter: name, reading: identifier, readingSeconds: seconds, condition: condition)
        try await performOnce(
            .read(read), reason: reason, announcement: "reading \(identifier.number) for \(fixed(seconds, 0)) s at \(words(condition))",
            outcome: "the meter made reading \(identifier)"
        ) {
            try await meter.measure(identifier, at: condition)
        } take: { intent, lifecycle in
            let reading = try await self.outcome(of: intent, lifecycle) { [self] in try await fetch(read) }
            var lifecycle = lifecycle
            _ = lifecycle.outcomeRecorded()
            try await self.recordMeasurement(intent, read, reading, becomes: lifecycle.state)
        }
    }

    private func fetch(_ read: Command.Read) async throws -> SampleReading {
        let meter = try services.rack.meter(named: read.meter)
        let reading = try await repeatingRead { try await meter.reading(read.reading) }
        guard let reading else {
            throw InstrumentError(
                .malformedReply, instrument: read.meter, message: "reading \(read.reading) was made, and the meter has nothing of it",
                remedy: "Look for the reading in the meter's own files")
        }
        _ = try evidence(of: reading, for: read)
        return reading
    }

    /// What the reading says in the campaign's terms.
    /// - Throws: ``InstrumentError`` for a reading of another number or another place, for labels or properties that the campaign does not declare, and for what
    ///   no belief can hold beside the measurements so far: the journal keeps for ever what is once in it.
    func evidence(of reading: SampleReading, for read: Command.Read) throws(InstrumentError) -> Evidence {
        guard reading.identifier == read.reading else {
            throw InstrumentError(
                .stale, instrument: read.meter, message: "the meter gave reading \(reading.identifier), asked for \(read.reading)",
                remedy: "See who else uses the meter")
        }
        guard specification.space.isSamePlace(reading.condition, read.condition) else {
            throw InstrumentError(
                .readbackMismatch, instrument: read.meter,
                message: "reading \(read.reading) was made at \(reading.condition.coordinates), not at \(read.condition.coordinates)",
                remedy: "Compare the candidates of the campaign with the samples of the meter, and the order of their axes")
        }
        guard let mapping = specification.mapping else { preconditionFailure("only a campaign that maps phases reads samples") }
        let evidence = try Evidence(reading, mapping: mapping, meter: read.meter)
        do throws(SpecificationError) {
            var all = try MappingEvidence(specification)
            for earlier in history.measurements { try all.append(earlier) }
            try all.append(
                Measurement(
                    number: history.measurements.count + 1, condition: read.condition, series: read.reading.number, intent: "", evidence: evidence))
        } catch {
            throw InstrumentError(
                .malformedReply, instrument: read.meter, message: error.message,
                remedy: "Look at the sample; if the meter is right, abort, correct the campaign file (\(error.remedy)) and run it again", cause: error
            )
        }
        return evidence
    }

    func recordMeasurement(_ intent: Intent, _ read: Command.Read, _ reading: SampleReading, becomes state: Intent.State) async throws {
        let evidence = try evidence(of: reading, for: read)
        try await services.failpoint(.patternAnalysed)
        let measurement = Measurement(
            number: history.measurements.count + 1, condition: read.condition, measuredCondition: reading.condition, series: read.reading.number,
            session: read.reading.session, intent: intent.identifier, evidence: evidence)
        // The intent ends once, and the event is written with its end: no reading is in the journal twice.
        try await advance(intent, to: state, outcome: "measurement \(measurement.number)", with: .measured(measurement))
        try await learn(measurement)
    }

    private func words(_ condition: Condition) -> String {
        zip(specification.space.axes, condition.coordinates).map { "\($0.name) = \(fixed($1, 3))" }.joined(separator: ", ")
    }
}
