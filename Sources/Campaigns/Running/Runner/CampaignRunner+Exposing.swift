import Journal
import Tieline

extension CampaignRunner {
    /// Exposes once, and records what came of it. The series number that the detector gives when it is armed is on the disk before the shutter opens, so that
    /// the detector can be asked about it after a crash.
    func expose(_ condition: Condition, place: FilmPlan.Place, reason: String) async throws {
        let seconds = specification.measurement.exposureSeconds
        try await extendDwell(atLeast: seconds + services.policy.dwellMarginSeconds)
        let before = try await poll()
        let names = specification.instruments
        let stage = try services.rack.stage(named: names.stage)
        let detector = try services.rack.detector(named: names.detector)
        let position = try await repeatingRead { try await stage.position() }
        let series = try await watched { try await detector.arm(exposureSeconds: seconds) }.get()
        try await services.failpoint(.armed)
        let exposure = Command.Expose(
            detector: names.detector, series: series, exposureSeconds: seconds, condition: condition, measuredKelvin: before.measuredKelvin,
            positionMillimetres: position)
        try await performOnce(
            .expose(exposure), reason: reason,
            announcement: "exposing series \(series) for \(fixed(seconds, 0)) s at \(celsius(place.kelvin)), \(fixed(place.millimetres, 2)) mm",
            outcome: "the detector exposed series \(series)"
        ) {
            try await detector.expose(series: series)
        } take: { intent, lifecycle in
            try await self.takePattern(of: intent, exposure, lifecycle)
        }
    }

    /// The exposure was acknowledged: its temperature, its pattern, what the pattern says, all in one transaction.
    private func takePattern(of intent: Intent, _ exposure: Command.Expose, _ lifecycle: IntentLifecycle) async throws {
        guard active != nil else { return try await discard(intent, exposure, lifecycle) }
        var exposure = exposure
        do { exposure.measuredKelvin = try await poll().measuredKelvin } catch { watchFault = error }
        let taken = exposure
        let pattern = try await outcome(of: intent, lifecycle) { [self] in try await fetch(taken) }
        var lifecycle = lifecycle
        _ = lifecycle.outcomeRecorded()
        try await recordMeasurement(intent, exposure, pattern, becomes: lifecycle.state)
    }

    /// It was exposed, but the heater went off before it ended: what the detector saw belongs to no temperature.
    func discard(_ intent: Intent, _ exposure: Command.Expose, _ lifecycle: IntentLifecycle) async throws {
        var lifecycle = lifecycle
        _ = lifecycle.outcomeRecorded()
        try await advance(
            intent, to: lifecycle.state, outcome: "exposed, but the heater went off before it ended: not used",
            with: .exposureLost(LostExposure(intent: intent.identifier, condition: exposure.condition)))
    }

    private func fetch(_ exposure: Command.Expose) async throws -> DiffractionPattern {
        let detector = try services.rack.detector(named: exposure.detector)
        let pattern = try await repeatingRead { try await detector.pattern(series: exposure.series) }
        guard let pattern else {
            throw InstrumentError(
                .malformedReply, instrument: exposure.detector, message: "series \(exposure.series) was acknowledged but has no pattern",
                remedy: "Look for the series in the detector's own files")
        }
        return pattern
    }

    func recordMeasurement(
        _ intent: Intent, _ exposure: Command.Expose, _ pattern: DiffractionPattern, becomes state: Intent.State
    ) async throws {
        guard !pattern.counts.isEmpty, pattern.counts.allSatisfy(\.isFinite), pattern.twoTheta.allSatisfy(\.isFinite) else {
            throw InstrumentError(
                .malformedReply, instrument: exposure.detector,
                message: "the pattern of series \(exposure.series) is empty or holds what is not a number",
                remedy: "Look at the series in the detector's own files")
        }
        let evidence = try await Self.analyse(pattern, specification, exposure.condition, with: services.analyse)
        try await services.failpoint(.patternAnalysed)
        let measurement = Measurement(
            number: history.measurements.count + 1, condition: exposure.condition, measuredKelvin: exposure.measuredKelvin,
            positionMillimetres: exposure.positionMillimetres, series: exposure.series, intent: intent.identifier, evidence: evidence)
        _ = try await services.journal.record(
            try row(.measured(measurement), why: "measured: series \(exposure.series)"), number: measurement.number, pattern: pattern,
            intent: intent.identifier, becomes: state, outcome: "measurement \(measurement.number)")
        try await learn(measurement)
    }

    private static nonisolated func analyse(
        _ pattern: DiffractionPattern, _ specification: CampaignSpecification, _ condition: Condition,
        with analyse: LaboratoryServices.PatternAnalysis
    ) async throws -> Evidence {
        try analyse(pattern, specification, condition)
    }
}
