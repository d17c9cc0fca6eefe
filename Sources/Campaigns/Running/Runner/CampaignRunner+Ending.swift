import Journal
import Tieline

extension CampaignRunner {
    /// The strategy said stop.
    func finish(_ reason: Decision.StopReason) async {
        do { try await services.failpoint(.stopDecided) } catch { return await end(because: error) }
        let heater = await heaterOff(because: "finished: \(reason.rawValue)")
        do { try await services.failpoint(.furnaceOff) } catch { return await end(because: error) }
        guard lifecycle.state == .running else { return }
        _ = lifecycle.finish()
        await change(to: .finished, reason: reason.words + furnaceWords(heater))
    }

    /// The loop ended otherwise. Heater off first, whatever it was; then who may go on from here:
    ///
    /// | what happened | state |
    /// |---|---|
    /// | an instrument failed, an interlock tripped, nobody knows the outcome of an action | paused, cold: a person looks, then resumes |
    /// | a pause lasted too long | paused, cold |
    /// | the journal cannot be written, the daemon stops | interrupted: goes on with the next daemon, or with `resume` |
    /// | the strategy or the specification is at fault | failed |
    func end(because error: any Error) async {
        let heater = await heaterOff(because: "\(error)")
        await disarm()
        guard !lifecycle.hasEnded, lifecycle.state != .interrupted, lifecycle.state != .pausedCold else { return }
        switch error {
        case Halt.pauseExpired(let seconds):
            _ = lifecycle.pauseExpired()
            await change(to: .paused, reason: "paused for \(seconds) s, which is as long as it may hold" + furnaceWords(heater))
        case is InterlockLatch.Trip, is InstrumentError:
            _ = lifecycle.fault()
            await change(to: .paused, reason: "\(error)" + furnaceWords(heater))
        case let error as JournalError where error.isOfStorage:
            _ = lifecycle.daemonStops()
            await change(to: lifecycle.status, reason: "\(error)" + furnaceWords(heater))
        case is CancellationError, Halt.lifecycleChanged:
            _ = lifecycle.daemonStops()
            await change(to: lifecycle.status, reason: "stopped" + furnaceWords(heater))
        default:
            _ = lifecycle.fail()
            await change(to: .failed, reason: "\(error)" + furnaceWords(heater))
        }
    }

    private func disarm() async {
        guard phase == .exposing, let detector = try? services.rack.detector(named: specification.instruments.detector) else { return }
        await Task { [self] in
            await tryToRecord("the detector was not disarmed") { try await detector.disarm() }
        }.value
    }
}

extension Decision.StopReason {
    /// For people.
    var words: String {
        switch self {
        case .targetReached: "the target precision is reached"
        case .patternBudgetSpent: "the budget of patterns is spent"
        case .timeBudgetSpent: "the budget of time is spent"
        case .nothingLeftToMeasure: "there is nothing left to measure"
        }
    }
}

extension JournalError {
    /// Whether the disk is at fault, and not what was to be written.
    var isOfStorage: Bool {
        switch code {
        case .diskFull, .corrupt, .locked, .newerSchema, .closed, .inputOutput: true
        case .noSuchCampaign, .noSuchRecord, .illegalTransition, .notRecordable, .unreadable: false
        }
    }
}
