import Journal
import Testing
import Tieline

@testable import Campaigns

@Suite("Life cycles are values: every event in every state")
struct LifecycleTests {
    @Test("No event ever leads an intent back to its command")
    func neverTwice() {
        for state in Intent.State.allCases {
            let events: [(inout IntentLifecycle) -> IntentLifecycle.Action] = [
                { $0.instrumentAnswered() }, { $0.commandFailed(isIdempotent: false) }, { $0.commandFailed(isIdempotent: true) },
                { $0.outcomeRecorded() },
                { $0.outcomeMissing() }, { $0.daemonDidRestart() }, { $0.instrumentFound(.happened) }, { $0.instrumentFound(.didNotHappen) },
                { $0.instrumentFound(.cannotTell) }, { $0.personWentOn() },
            ]
            for event in events {
                var lifecycle = IntentLifecycle(state)
                let action = event(&lifecycle)
                #expect(action != .commandInstrument)
                #expect(lifecycle.state == state || state.successors.contains(lifecycle.state), "\(state) became \(lifecycle.state)")
                if !state.isOpen { #expect(lifecycle.state == state && action == .nothing) }
            }
        }
    }

    @Test("A crash makes an exposure unknown, and only the instrument or a person resolves it")
    func afterCrash() {
        for state in [Intent.State.committed, .acknowledged, .unknown] {
            var lifecycle = IntentLifecycle(state)
            #expect(lifecycle.daemonDidRestart() == .queryInstrument && lifecycle.state == .unknown)
            var happened = lifecycle
            #expect(happened.instrumentFound(.happened) == .recordOutcome && happened.state == .unknown)
            _ = happened.outcomeRecorded()
            #expect(happened.state == .happened)
            var not = lifecycle
            #expect(not.instrumentFound(.didNotHappen) == .nothing && not.state == .didNotHappen)
            var open = lifecycle
            #expect(open.instrumentFound(.cannotTell) == .askPerson && open.state == .unknown)
            _ = open.personWentOn()
            #expect(open.state == .abandoned)
        }
    }

    @Test("The table of the campaign's life, swept")
    func campaign() throws {
        let all: [CampaignLifecycle.State] = [.running, .pausedHot, .pausedCold, .interrupted, .finished, .aborted, .failed]
        for state in all {
            let lifecycle = CampaignLifecycle(state)
            var paused = lifecycle, resumed = lifecycle, aborted = lifecycle
            if state == .running {
                #expect(try paused.pause() == .hold && paused.state == .pausedHot)
            } else {
                #expect(throws: ControlError.self) { try paused.pause() }
                #expect(paused == lifecycle)
            }
            if [.pausedHot, .pausedCold, .interrupted].contains(state) {
                #expect(try resumed.resume() == .measure && resumed.state == .running)
            } else {
                #expect(throws: ControlError.self) { try resumed.resume() }
            }
            if lifecycle.hasEnded {
                #expect(throws: ControlError.self) { try aborted.abort() }
                #expect(aborted == lifecycle)
            } else {
                #expect(try aborted.abort() == .cool && aborted.state == .aborted)
            }
            // Whatever leaves a hot state cools.
            let events: [(inout CampaignLifecycle) -> CampaignLifecycle.Action] = [
                { $0.pauseExpired() }, { $0.fault() }, { $0.finish() }, { $0.fail() }, { $0.daemonStops() },
            ]
            for event in events {
                var next = lifecycle
                let action = event(&next)
                #expect((next == lifecycle) == (action == .nothing))
                if next != lifecycle { #expect(action == .cool && next.state != .running && next.state != .pausedHot) }
            }
        }
        for state in CampaignStatus.State.allCases {
            let found = CampaignLifecycle(journalled: state)
            #expect(found.state != .running && found.state != .pausedHot, "a daemon that starts drives nothing yet")
            #expect(found.hasEnded == (state == .finished || state == .aborted || state == .failed))
        }
    }
}
