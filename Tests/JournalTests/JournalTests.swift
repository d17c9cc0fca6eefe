import Foundation
import GRDB
import Testing
import Tieline

@testable import Journal

@Suite("The journal keeps what it was told, and only that")
struct JournalTests {
    @Test("Campaigns are numbered by their prefix, and begin with their first event")
    func names() async throws {
        let folder = try StateFolder()
        let journal = try folder.open()
        let first = try await journal.createCampaign(named: "sn-bi-film", kind: "campaign.started", payload: #"{"seed":1}"#, stamp: stamp(who: "ada"))
        let second = try await journal.createCampaign(named: "sn-bi-film", kind: "campaign.started", payload: "{}", stamp: stamp())
        let other = try await journal.createCampaign(named: "pb-sn", kind: "campaign.started", payload: "{}", stamp: stamp())
        #expect([first.name, second.name, other.name] == ["sn-bi-film-0001", "sn-bi-film-0002", "pb-sn-0001"])
        #expect(try await journal.campaigns() == ["sn-bi-film-0001", "sn-bi-film-0002", "pb-sn-0001"])
        let events = try await journal.events(of: "sn-bi-film-0001")
        #expect(events == [first.event])
        #expect(events[0].payload == #"{"seed":1}"# && events[0].stamp.who == "ada" && events[0].kind == "campaign.started")
    }

    @Test("What was written is there after the journal is opened again, bit for bit, and the epoch has risen")
    func reopening() async throws {
        let folder = try StateFolder()
        var journal = try folder.open()
        #expect(journal.epoch == 1)
        let name = try await journal.fill(3)
        let events = try await journal.events(of: name)
        try journal.close()
        journal = try folder.open()
        #expect(journal.epoch == 2)
        #expect(try await journal.events(of: name) == events)
        #expect(try await journal.pattern(of: name, number: 2) == samplePattern(2))
        #expect(try await journal.pattern(of: name, number: 4) == nil)
        #expect(try await journal.openIntents().isEmpty)
        #expect(try await journal.events(of: name, after: events[4].sequence) == Array(events[5...]))
        #expect(try await journal.checkInvariants() == [])
    }

    @Test("An intent goes only where its states lead, and every change of it is an event")
    func intentStates() async throws {
        let folder = try StateFolder()
        let journal = try folder.open()
        let name = try await journal.fill(0)
        let intent = try await journal.commit(kind: "expose", payload: #"{"series":1}"#, for: name, stamp: stamp())
        #expect(intent.identifier == "\(name)/1" && intent.state == .committed && intent.epoch == 1)
        #expect(try await journal.openIntents() == [intent])
        try await journal.advance(intent.identifier, to: .unknown, outcome: "the daemon was killed", stamp: stamp())
        let backwards = await #expect(throws: JournalError.self) {
            try await journal.advance(intent.identifier, to: .committed, outcome: "again", stamp: stamp())
        }
        #expect(backwards?.code == .illegalTransition)
        try await journal.advance(intent.identifier, to: .didNotHappen, outcome: "the detector never exposed it", stamp: stamp())
        #expect(try await journal.openIntents().isEmpty)
        #expect(try await journal.events(of: name).map(\.kind) == ["campaign.started", "intent.committed", "intent.unknown", "intent.didNotHappen"])
        for state in Intent.State.allCases where !state.isOpen { #expect(state.successors.isEmpty) }
        for state in Intent.State.allCases { #expect(!state.successors.contains(.committed), "nothing is begun twice") }
    }

    @Test("An exposure is recorded once: the second time nothing is written")
    func recordedOnce() async throws {
        let folder = try StateFolder()
        let journal = try folder.open()
        let name = try await journal.fill(1)
        let before = try await journal.head()?.sequence
        let event = NewEvent(campaign: name, kind: "campaign.measured", payload: "{}", stamp: stamp())
        let error = await #expect(throws: JournalError.self) {
            _ = try await journal.record(event, number: 2, pattern: samplePattern(2), intent: "\(name)/2", becomes: .succeeded, outcome: "again")
        }
        #expect(error?.code == .illegalTransition)
        let gap = await #expect(throws: JournalError.self) {
            _ = try await journal.record(event, number: 3, pattern: samplePattern(3), intent: "\(name)/2", becomes: .succeeded, outcome: "again")
        }
        #expect(gap?.code == .notRecordable)
        #expect(try await journal.head()?.sequence == before)
    }

    @Test("A NaN, a campaign that does not exist and a text that is not JSON are refused, and nothing is written")
    func refusals() async throws {
        let folder = try StateFolder()
        let journal = try folder.open()
        let name = try await journal.fill(0)
        let nan = #expect(throws: JournalError.self) { try NewEvent(campaign: name, kind: "k", encoding: [Double.nan], stamp: stamp()) }
        #expect(nan?.code == .notRecordable)
        let time = await #expect(throws: JournalError.self) {
            try await journal.append(NewEvent(campaign: name, kind: "k", payload: "{}", stamp: stamp(.infinity)))
        }
        #expect(time?.code == .notRecordable)
        let stranger = await #expect(throws: JournalError.self) {
            try await journal.append(NewEvent(campaign: "nobody-0001", kind: "k", payload: "{}", stamp: stamp()))
        }
        #expect(stranger?.code == .noSuchCampaign)
        await #expect(throws: JournalError.self) {
            try await journal.append(NewEvent(campaign: name, kind: "k", payload: "{", stamp: stamp()))
        }
        await #expect(throws: JournalError.self) {
            try await journal.append(NewEvent(campaign: name, kind: "k", payload: "{}", stamp: stamp(who: "")))
        }
        #expect(try await journal.events(of: name).count == 1)
    }

    @Test("A decision is written only if nothing came in between")
    func conditionalAppend() async throws {
        let folder = try StateFolder()
        let journal = try folder.open()
        let name = try await journal.fill(0)
        let decision = NewEvent(campaign: name, kind: "campaign.decided", payload: "{}", stamp: stamp())
        let prior = try await journal.append(NewEvent(campaign: name, kind: "campaign.priorAdded", payload: "{}", stamp: stamp()))
        #expect(try await journal.append(decision, ifLastIs: prior.sequence - 1) == nil)
        #expect(try await journal.events(of: name).count == 2)
        #expect(try await journal.append(decision, ifLastIs: prior.sequence)?.sequence == prior.sequence + 1)
    }

    @Test("A task that is being cancelled still records what happened")
    func cancellation() async throws {
        let folder = try StateFolder()
        let journal = try folder.open()
        let name = try await journal.fill(0)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await journal.append(NewEvent(campaign: name, kind: "late", payload: "{}", stamp: stamp()))
        }
        #expect(try await task.value.kind == "late")
    }

    @Test("Telemetry comes back in the order of time; a NaN in it is left out")
    func telemetry() async throws {
        let folder = try StateFolder()
        let journal = try folder.open()
        let points = [300.0, .nan, 301, 302].enumerated().map { index, value in
            TelemetryPoint(instrument: "furnace-1", quantity: "measuredKelvin", value: value, labSeconds: Double(index), wallTime: 0)
        }
        try await journal.keep(points, of: "sn-bi-film-0001")
        #expect(try await journal.telemetry(of: "sn-bi-film-0001", quantity: "measuredKelvin", last: 2).map(\.value) == [301, 302])
    }

    @Test("A backup is a whole journal, made while the original is in use, and overwrites nothing")
    func backup() async throws {
        let folder = try StateFolder(), copy = try StateFolder()
        let journal = try folder.open()
        let name = try await journal.fill(4)
        try await journal.backup(to: copy.path + "/journal.sqlite")
        try await journal.measure(5, of: name)
        let restored = try copy.open()
        #expect(try await restored.checkInvariants() == [])
        #expect(try await restored.pattern(of: name, number: 4) == samplePattern(4))
        #expect(try await restored.pattern(of: name, number: 5) == nil)
        let error = await #expect(throws: JournalError.self) { try await journal.backup(to: copy.path + "/journal.sqlite") }
        #expect(error?.message.contains("exists already") == true)
    }

    @Test("A second daemon is refused, and told whom to talk to; after the first has gone it is let in")
    func secondDaemon() throws {
        let folder = try StateFolder()
        let first = try folder.open()
        let error = #expect(throws: JournalError.self) { try folder.open() }
        #expect(error?.code == .locked && error?.holder == getpid())
        #expect(error?.message.contains("process \(getpid())") == true)
        try first.close()
        #expect(try folder.open().epoch == 2)
    }

    @Test("What comes after closing is an error with a name")
    func closed() async throws {
        let folder = try StateFolder()
        let journal = try folder.open()
        try journal.close()
        let error = await #expect(throws: JournalError.self) { try await journal.campaigns() }
        #expect(error?.code == .closed)
    }

    @Test("A migration that was changed after it was applied is refused")
    func changedMigration() throws {
        let folder = try StateFolder()
        try folder.open().close()
        let queue = try DatabaseQueue(path: folder.path + "/journal.sqlite")
        try queue.write { try $0.execute(sql: "UPDATE migrations SET hash = 'another'") }
        try queue.close()
        let error = #expect(throws: JournalError.self) { try folder.open() }
        #expect(error?.code == .newerSchema)
    }

    @Test("Every error says something and what to do about it", arguments: JournalError.Code.allCases)
    func descriptions(code: JournalError.Code) {
        let error = JournalError(code, message: "5 things happened", remedy: "Do this")
        #expect("\(error)" == "journal: 5 things happened. Do this")
    }
}
