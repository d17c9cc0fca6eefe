import Tieline

/// What an instrument says when it is asked whether something was done. Reads only.
enum Probe: Sendable {
    /// What came of it, where it is more than that it was done.
    enum Outcome: Sendable {
        case pattern(DiffractionPattern)
        case reading(SampleReading)
    }

    case happened(Outcome?, String)
    case didNotHappen(String)
    case cannotTell(String)

    var finding: IntentLifecycle.Finding {
        switch self {
        case .happened: .happened
        case .didNotHappen: .didNotHappen
        case .cannotTell: .cannotTell
        }
    }

    /// One sentence.
    var words: String {
        switch self {
        case .happened(_, let words), .didNotHappen(let words), .cannotTell(let words): words
        }
    }

    /// Asks, in a task of its own: the answer is needed even while the campaign is being aborted.
    static func ask(about command: Command, services: LaboratoryServices) async -> Probe {
        await Task {
            for attempt in 1...max(1, services.policy.readAttempts) {
                do {
                    switch command {
                    case .heat(let heat): return try await ask(about: heat, services)
                    case .move(let move): return try await ask(about: move, services)
                    case .expose(let exposure): return try await ask(about: exposure, services)
                    case .read(let read): return try await ask(about: read, services)
                    }
                } catch  where attempt == max(1, services.policy.readAttempts) {
                    return .cannotTell("\(command.instrument) does not say: \(error)")
                } catch {}
            }
            return .cannotTell("\(command.instrument) was not asked")
        }.value
    }

    private static func ask(about heat: Command.Heat, _ services: LaboratoryServices) async throws -> Probe {
        let reading = try await services.rack.furnace(named: heat.furnace).read()
        let isRunning = reading.program == .running || reading.program == .holding
        return isRunning && abs(reading.targetKelvin - heat.program.targetKelvin) <= targetToleranceKelvin
            ? .happened(nil, "the controller runs the program to \(fixed(reading.targetKelvin, 2)) K")
            : .didNotHappen("the controller does not run it: program \(reading.program.rawValue), target \(fixed(reading.targetKelvin, 2)) K")
    }

    private static func ask(about move: Command.Move, _ services: LaboratoryServices) async throws -> Probe {
        let position = try await services.rack.stage(named: move.stage).position()
        return abs(position - move.targetMillimetres) <= positionToleranceMillimetres
            ? .happened(nil, "the stage stands at \(fixed(position, 2)) mm")
            : .didNotHappen("the stage stands at \(fixed(position, 2)) mm, not at \(fixed(move.targetMillimetres, 2)) mm")
    }

    /// "No pattern" proves that nothing was exposed only when an exposure that was under way would have ended: a daemon may start again faster than that.
    private static func ask(about exposure: Command.Expose, _ services: LaboratoryServices) async throws -> Probe {
        let detector = try services.rack.detector(named: exposure.detector)
        let deadline = services.lab.now() + exposure.exposureSeconds + services.policy.busyMarginSeconds
        while true {
            let last = try await detector.lastSeries()
            guard last >= exposure.series else {
                return .cannotTell(
                    "the detector's last series is \(last), the exposure was series \(exposure.series): it has been restarted since")
            }
            if let pattern = try await patternUnlessBusy(exposure.series, of: detector) {
                guard abs(pattern.exposureSeconds - exposure.exposureSeconds) <= exposureTolerance * exposure.exposureSeconds else {
                    return .cannotTell(
                        "series \(exposure.series) was exposed for \(pattern.exposureSeconds) s, not for \(exposure.exposureSeconds) s: it is another's"
                    )
                }
                return .happened(.pattern(pattern), "the detector has the pattern of series \(exposure.series)")
            }
            guard services.lab.now() < deadline else {
                return .didNotHappen("the detector armed series \(exposure.series) and never exposed it")
            }
            try await services.lab.sleep(services.policy.pollSeconds)
        }
    }

    /// A meter whose last reading is an earlier one has not begun this one; one that was started again since can say nothing of it.
    private static func ask(about read: Command.Read, _ services: LaboratoryServices) async throws -> Probe {
        let meter = try services.rack.meter(named: read.meter)
        let deadline = services.lab.now() + read.readingSeconds + services.policy.busyMarginSeconds
        while true {
            let last = try await meter.lastReading()
            guard last.session == read.reading.session else {
                return .cannotTell("the meter is in session \(last.session), the reading was \(read.reading): it has been restarted since")
            }
            guard last.number >= read.reading.number else { return .didNotHappen("the meter's last reading is \(last.number)") }
            do {
                guard let reading = try await meter.reading(read.reading) else {
                    return .cannotTell("the meter began reading \(read.reading) and has nothing of it")
                }
                return .happened(.reading(reading), "the meter has reading \(read.reading)")
            } catch let error as InstrumentError where error.code == .busy {
                guard services.lab.now() < deadline else { return .cannotTell("the meter still makes reading \(read.reading)") }
            }
            try await services.lab.sleep(services.policy.pollSeconds)
        }
    }

    private static func patternUnlessBusy(_ series: Int, of detector: any PatternDetector) async throws -> DiffractionPattern? {
        do { return try await detector.pattern(series: series) } catch let error as InstrumentError where error.code == .busy { return nil }
    }

    /// A detector keeps times in its own clock's ticks.
    private static let exposureTolerance = 1e-3
    /// The resolution of a controller's registers.
    static let targetToleranceKelvin = 0.2
    /// Far below the size of a beam.
    private static let positionToleranceMillimetres = 0.01
}

extension Command {
    var instrument: String {
        switch self {
        case .heat(let command): command.furnace
        case .move(let command): command.stage
        case .expose(let command): command.detector
        case .read(let command): command.meter
        }
    }
}
