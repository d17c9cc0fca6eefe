import Journal
import Tieline

extension CampaignRunner {
    /// Called once for a new campaign.
    func begin() async throws {
        _ = try lifecycle.resume()
        post(.state, "running: started", reason: "started")
        start()
    }

    /// Called once when the daemon starts.
    func recover(holding hold: String?) async {
        switch lifecycle.state {
        case .interrupted where hold != nil:
            _ = lifecycle.fault()
            let heater = await heaterOff(because: "paused when the daemon started")
            await change(to: .paused, reason: (hold ?? "") + furnaceWords(heater))
        case .interrupted:
            if history.state == .running {
                await change(to: .interrupted, reason: "the daemon ended without a word")
            }
            let reason = "taken up again by epoch \(services.journal.epoch)"
            do {
                _ = try lifecycle.resume()
                try await record(.stateChanged(StateChange(state: .running, reason: reason)), why: reason)
                post(.state, "running: \(reason)", reason: reason)
                start()
            } catch {
                await end(because: error)
            }
        case .pausedCold:
            // It may have been holding when the daemon died.
            let heater = await heaterOff(because: "paused when the daemon started")
            if heater == .notConfirmed {
                post(.warning, history.stateReason + furnaceWords(heater), reason: history.stateReason + furnaceWords(heater))
            }
        case .aborted, .failed, .finished:
            await tryToRecord("open actions of \(name)") {
                guard try await services.journal.openIntents().contains(where: { $0.campaign == name }) else { return }
                // What came of its last actions is still worth knowing; nobody waits for it, but its instruments are taken until then.
                driving = Task { await self.account() }
            }
            if driving == nil { board.close() }
        case .running, .pausedHot:
            preconditionFailure("a daemon that starts has driven nothing yet")
        }
    }

    /// Of a campaign that has ended: asks the instruments about its last actions.
    private func account() async {
        await tryToRecord("open actions of \(name)") { try await reconcile(goingOn: nil) }
        driving = nil
        board.close()
    }
}
