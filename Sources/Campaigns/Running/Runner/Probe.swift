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
    /// It does not answer, or is not done: it may still say.
    case noAnswerYet(String)

    var finding: IntentLifecycle.Finding {
        switch self {
        case .happened: .happened
        case .didNotHappen: .didNotHappen
        case .cannotTell, .noAnswerYet: .cannotTell
        }
    }

    /// One sentence.
    var words: String {
        switch self {
        case .happened(_, let words), .didNotHappen(let words), .cannotTell(let words), .noAnswerYet(let words): words
        }
    }

    /// Asks, in a task of its own: the answer is needed even while the campaign is being aborted.
    /// - Parameter wasRefused: Whether the instrument has answered the command, with a refusal: then it is not on its way any more.
    static func ask(about command: Command, wasRefused: Bool, services: LaboratoryServices) async -> Probe {
        await Task {
            let attempts = max(1, services.policy.readAttempts)
            for attempt in 1...attempts {
                do {
                    if attempt > 1 { try await services.lab.sleep(services.policy.pollSeconds) }
                    switch command {
                    case .heat(let heat): return try await ask(about: heat, services)
                    case .move(let move): return try await ask(about: move, services)
                    case .expose(let exposure): return try await ask(about: exposure, services)
                    case .read(let read): return try await ask(about: read, wasRefused: wasRefused, services)
                    }
                } catch  where attempt == attempts {
                    let words = "\(command.instrument) does not say: \(error)"
                    return (error as? InstrumentError)?.code == .noReply ? .noAnswerYet(words) : .cannotTell(words)
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

    /// "No pattern" proves that nothing was exposed only when an exposure that was under way would have ended: a daemon may start again faster than that. A detector
    /// that is still busy with it then has not said anything yet.
    private static func ask(about exposure: Command.Expose, _ services: LaboratoryServices) async throws -> Probe {
        let detector = try services.rack.detector(named: exposure.detector)
        let deadline = services.lab.now() + exposure.exposureSeconds + services.policy.busyMarginSeconds
        while true {
            let last = try await detector.lastSeries()
            guard last >= exposure.series else {
                return .cannotTell(
                    "the detector's last series is \(last), the exposure was series \(exposure.series): it has been restarted since")
            }
            let isOver = services.lab.now() >= deadline
            do {
                if let pattern = try await detector.pattern(series: exposure.series) {
                    guard abs(pattern.exposureSeconds - exposure.exposureSeconds) <= exposureTolerance * exposure.exposureSeconds else {
                        return .cannotTell(
                            "series \(exposure.series) was exposed for \(pattern.exposureSeconds) s, not for \(exposure.exposureSeconds) s: it is another's"
                        )
                    }
                    return .happened(.pattern(pattern), "the detector has the pattern of series \(exposure.series)")
                }
                if isOver { return .didNotHappen("the detector armed series \(exposure.series) and never exposed it") }
            } catch let error as InstrumentError where error.code == .busy {
                if isOver { return .noAnswerYet("the detector still exposes series \(exposure.series)") }
            }
            try await services.lab.sleep(services.policy.pollSeconds)
        }
    }

    /// A meter whose last reading is an earlier one has not begun this one, as soon as no command can be on its way to it; one that was started again since can say
    /// nothing of it.
    private static func ask(about read: Command.Read, wasRefused: Bool, _ services: LaboratoryServices) async throws -> Probe {
        let meter = try services.rack.meter(named: read.meter)
        let wanted = read.reading
        let begin = services.lab.now()
        while true {
            let waited = services.lab.now() - begin
            let isLate = waited >= services.policy.busyMarginSeconds
            let isOver = waited >= read.readingSeconds + services.policy.busyMarginSeconds
            let last = try await meter.lastReading()
            guard last.session == wanted.session else {
                return .cannotTell("the meter is in session \(last.session), the reading was \(wanted): it has been restarted since")
            }
            if last.number < wanted.number {
                if wasRefused || isLate { return .didNotHappen("the meter's last reading is \(last.number)") }
            } else if last.number == wanted.number, last.order != wanted.order {
                return .didNotHappen("somebody else ordered reading \(wanted): `\(last.order)`")
            } else {
                do {
                    if let reading = try await meter.reading(wanted) {
                        return reading.identifier.order == wanted.order
                            ? .happened(.reading(reading), "the meter has reading \(wanted)")
                            : .didNotHappen("somebody else ordered reading \(wanted): `\(reading.identifier.order)`")
                    }
                    // It is not measuring, and has nothing.
                    if isLate { return .cannotTell("the meter began reading \(wanted) and has nothing of it") }
                } catch let error as InstrumentError where error.code == .busy {
                    if isOver { return .noAnswerYet("the meter still makes reading \(wanted)") }
                }
            }
            try await services.lab.sleep(services.policy.pollSeconds)
        }
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
