import Journal
import Tieline

extension CampaignRunner {
    /// Asks the instruments about every action of this campaign that has no outcome, and writes down what they say. Nothing is done again.
    /// - Parameter request: A person who said to go on even if nobody can tell; not if the instrument may still say.
    /// - Throws: ``InstrumentError`` with code `wrongState` if nobody can tell and nobody said to go on.
    func reconcile(goingOn request: Request?) async throws {
        for intent in try await services.journal.openIntents() where intent.campaign == name {
            var lifecycle = IntentLifecycle(intent.state)
            _ = lifecycle.daemonDidRestart()
            if lifecycle.state != intent.state {
                try await advance(intent, to: lifecycle.state, outcome: "the daemon ended before the outcome was recorded")
            }
            try await resolve(intent, try Command(intent), lifecycle, cause: nil, goingOn: request)
        }
    }

    /// Whether the controller says that it runs a program to the condition's temperature; a controller that does not answer vouches for nothing.
    private func stillHolds(_ condition: Condition) async -> Bool {
        guard let kelvin = try? plan.film?.place(of: condition).kelvin,
            let reading = try? await repeatingRead({ [self] in try await furnace().read() })
        else {
            return false
        }
        let isRunning = reading.program == .running || reading.program == .holding
        return isRunning && abs(reading.targetKelvin - kelvin) <= Probe.targetToleranceKelvin
    }

    /// Resolves an unknown outcome by asking the instrument.
    /// - Parameter cause: What made it unknown, if this daemon saw it; thrown again when nothing happened.
    func resolve(
        _ intent: Intent, _ command: Command, _ lifecycle: IntentLifecycle, cause: (any Error)?, goingOn request: Request?
    ) async throws {
        var lifecycle = lifecycle
        let services = services
        let wasRefused = (cause as? InstrumentError)?.code == .refused
        var probe = try await watched { await Probe.ask(about: command, wasRefused: wasRefused, services: services) }.get()
        if case (.read(let read), .happened(.reading(let reading), _)) = (command, probe) {
            do throws(InstrumentError) { _ = try evidence(of: reading, for: read) } catch {
                probe = .cannotTell("\(error.message). \(error.remedy)")
            }
        }
        let action = lifecycle.instrumentFound(probe.finding)
        let lost = command.condition.map { CampaignEvent.exposureLost(LostExposure(intent: intent.identifier, condition: $0)) }
        switch (action, command, probe) {
        case (.recordOutcome, .expose(let exposure), .happened(.pattern(let pattern), _)):
            // After a crash the furnace holds by itself for the dwell. If anybody turned it off meanwhile, a daemon, a person at the panel or `tieline
            // stop`, the pattern belongs to no temperature: only a controller that still runs the program vouches for it.
            var didCool = history.cooledExposures.contains(intent.identifier) || (cause != nil && active == nil)
            if cause == nil, !didCool { didCool = await !stillHolds(exposure.condition) }
            if didCool { return try await discard(intent, exposure, lifecycle) }
            _ = lifecycle.outcomeRecorded()
            try await recordMeasurement(intent, exposure, pattern, becomes: lifecycle.state)
        case (.recordOutcome, .read(let read), .happened(.reading(let reading), _)):
            _ = lifecycle.outcomeRecorded()
            try await recordMeasurement(intent, read, reading, becomes: lifecycle.state)
        case (.recordOutcome, _, _):
            _ = lifecycle.outcomeRecorded()
            try await advance(intent, to: lifecycle.state, outcome: probe.words)
        case (.askPerson, _, _):
            let isUnanswered = if case .noAnswerYet = probe { true } else { false }
            guard let request, !isUnanswered else {
                throw InstrumentError(
                    .wrongState, instrument: command.instrument,
                    message: "nobody knows whether \(intent.identifier) (\(command.kind)) happened: \(probe.words)"
                        + (cause.map { "; before: \($0)" } ?? ""),
                    remedy: isUnanswered
                        ? "See that the instrument answers, then `tieline resume`: it is asked again; or `tieline abort`"
                        : "Look at the instrument, then `tieline resume` to go on without it, or `tieline abort`")
            }
            _ = lifecycle.personWentOn()
            try await advance(
                intent, to: lifecycle.state, outcome: "\(request.who) goes on without knowing: \(request.why)", who: request.who, with: lost)
        default:
            try await advance(intent, to: lifecycle.state, outcome: probe.words, with: lost)
            if let cause { throw cause }
        }
    }
}
