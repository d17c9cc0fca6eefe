import Journal
import Tieline

/// What people ask of a campaign. Each is served at once, also while the loop waits for something.
extension CampaignRunner {
    /// Pauses at the next step. Returns when the campaign holds, or at once, and the status says so, if something is under way that may take long and is finished first:
    /// an exposure, a decision, or questions after what is open.
    func pause(_ request: Request) async throws -> CampaignStatus {
        var next = lifecycle
        _ = try next.pause()
        pauseRequest = request
        let first: String? =
            switch phase {
            case .exposing: "this measurement"
            case .deciding: "this decision"
            case .reconciling: "asking the instruments what became of their last actions"
            case .idle, .heating: nil
            }
        if let first {
            post(.state, "will pause after \(first): \(request.why)", reason: "will pause after \(first): \(request.why)")
        } else {
            await waitForPause()
        }
        return board.status
    }

    /// Called by the loop: holds the furnace for at most `maximumPause`, under all interlocks, until someone says otherwise. Without a furnace, or with one that this loop has not
    /// heated and so does not watch, everything is off, the loop ends, and a resume begins another one.
    func hold(_ request: Request) async throws {
        _ = try lifecycle.pause()
        guard active != nil else {
            // Cold before anything is awaited: whoever resumes meanwhile waits for the end of this loop, and an abort is the last word.
            _ = lifecycle.pauseExpired()
            let heater = await heaterOff(because: request.why)
            guard lifecycle.state == .pausedCold else { throw Halt.lifecycleChanged }
            await change(to: .paused, reason: request.why + furnaceWords(heater), who: request.who)
            takePauseRequest()
            throw Halt.paused
        }
        let allowed = specification.measurement.maximumPauseSeconds
        await change(to: .paused, reason: "\(request.why); the furnace holds for at most \(allowed) s", who: request.who)
        takePauseRequest()
        let deadline = services.lab.now() + allowed
        while lifecycle.state == .pausedHot {
            guard services.lab.now() < deadline else { throw Halt.pauseExpired(afterSeconds: allowed) }
            try Task.checkCancellation()
            try await poll()
            try await services.lab.sleep(services.policy.pollSeconds)
        }
        guard lifecycle.state == .running else { throw Halt.lifecycleChanged }
    }

    /// Goes on; from a cold pause, after asking the instruments about what is open. Whoever resumes vouches for what nobody can tell, and for the interlocks.
    func resume(_ request: Request) async throws -> CampaignStatus {
        if lifecycle.state == .running, pauseRequest != nil {
            takePauseRequest()
            post(.state, "running: the pause is taken back: \(request.why)", reason: request.why)
            return board.status
        }
        let isHot = lifecycle.state == .pausedHot
        // Whoever may not resume is told at once.
        var next = lifecycle
        if next.state != .running { _ = try next.resume() }
        // The loop that ended in a pause may still be at its last lines.
        if !isHot, lifecycle.state != .running { await driving?.value }
        let before = lifecycle
        _ = try lifecycle.resume()
        do {
            if let trip = latch.trip {
                try await record(LaboratoryEvent.interlockReset(.init(cause: trip.cause, message: trip.message)), who: request.who, why: request.why)
            }
            try await record(.stateChanged(StateChange(state: .running, reason: request.why)), who: request.who, why: request.why)
        } catch {
            lifecycle = before
            throw error
        }
        latch.reset()
        watchFault = nil
        post(.state, "running: \(request.why)", reason: request.why)
        if driving == nil { start(goingOn: request) }
        return board.status
    }

    /// Heater off first, then the paperwork. An exposure under way is left to end; what came of it is still written down.
    func abort(_ request: Request) async throws -> CampaignStatus {
        _ = try lifecycle.abort()
        // Whoever watches hears of it, also where the loop ends before the heater is off.
        isAborting = true
        driving?.cancel()
        let heater = await heaterOff(because: "aborted: \(request.why)")
        await change(to: .aborted, reason: request.why + furnaceWords(heater), who: request.who)
        takePauseRequest()
        isAborting = false
        if driving == nil { board.close() }
        return board.status
    }

    /// The daemon stops: what runs is interrupted, cold, and goes on when a daemon starts again; what a person has asked to pause stays paused.
    func interrupt(because reason: String) async {
        guard lifecycle.state == .running || lifecycle.state == .pausedHot else { return }
        let asked = pauseRequest
        if asked != nil, lifecycle.state == .running { _ = try? lifecycle.pause() }
        _ = lifecycle.daemonStops()
        driving?.cancel()
        let heater = await heaterOff(because: reason)
        let words = (asked.map { $0.why + "; " } ?? "") + reason + furnaceWords(heater)
        await change(to: lifecycle.status, reason: words, who: asked?.who ?? Self.daemon)
        takePauseRequest()
    }

    func furnaceWords(_ heater: HeaterState) -> String {
        switch heater {
        case .none: ""
        case .off: "; the furnace was read back as off"
        case .notConfirmed: "; \(furnaceName) was NOT read back as off: switch it off by hand"
        }
    }
}
