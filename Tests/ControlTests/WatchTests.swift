import Control
import ControlProtocol
import Foundation
import Synchronization
import Testing
import Tieline

@Suite("Watching a campaign", .timeLimit(.minutes(1)))
struct WatchTests {
    @Test("A watch sees the status, every update in order, and the end")
    func untilTheEnd() async throws {
        try await RunningServer.with { server in
            let laboratory = server.laboratory
            laboratory.access { $0.campaigns = [FakeLaboratory.status()] }
            let seen = Mutex<[String]>([])
            // The client's own callback lets the laboratory go on, so nothing here depends on time.
            let path = server.path
            let last = try await onThread { [laboratory] in
                try ControlClient(path).watch("latest") { status in
                    #expect(status.patterns == 0)
                    for number in 1...5 {
                        laboratory.emit(
                            CampaignUpdate(kind: .measured, text: "pattern \(number)", status: FakeLaboratory.status(patterns: number)))
                    }
                    laboratory.end(FakeLaboratory.status(state: .finished, patterns: 5))
                } onUpdate: { update in
                    seen.withLock { $0.append(update.text) }
                    return true
                }
            }
            #expect(seen.withLock { $0 } == (1...5).map { "pattern \($0)" })
            #expect(last.state == .finished)
        }
    }

    @Test("Watching a campaign that is not there is an error")
    func nothingToWatch() async throws {
        try await RunningServer.with { server in
            let failure = await #expect(throws: ControlFailure.self) {
                try await server.client { try $0.watch("latest", onStatus: { _ in }, onUpdate: { _ in true }) }
            }
            #expect(failure?.code == .control(.noSuchCampaign))
        }
    }

    @Test("A connection may both watch and ask, and has a bounded number of watches")
    func manyWatches() async throws {
        try await RunningServer.with { server in
            server.laboratory.access { $0.campaigns = [FakeLaboratory.status()] }
            let watches = (1...MessageLimits.maximumWatches + 1).map {
                #"{"jsonrpc":"2.0","id":\#($0),"method":"campaign.watch","params":{"campaign":"sn-bi-film-0001"}}"# + "\n"
            }
            let replies = try await server.raw(watches.joined() + request(99, "daemon.hello"), replies: MessageLimits.maximumWatches + 2)
            #expect(replies.filter { $0.contains(#""code":-32002"#) }.count == 1)
            #expect(replies.contains { $0.contains(#""id":99"#) })
        }
    }

    @Test("A reader that does not read is dropped, and the campaign never waits for it")
    func slowReader() async throws {
        try await RunningServer.with { server in
            let laboratory = server.laboratory
            laboratory.access { $0.campaigns = [FakeLaboratory.status()] }
            let path = server.path
            // Far more than the socket's buffers and the queue hold together.
            let text = String(repeating: "x", count: 1 << 16)
            let lines = try await onThread { [laboratory] in
                let client = try RawClient(path)
                let watch = #"{"jsonrpc":"2.0","id":1,"method":"campaign.watch","params":{"campaign":"sn-bi-film-0001"}}"# + "\n"
                _ = client.exchange(watch, replies: 1)
                for _ in 0..<(MessageLimits.maximumWaitingUpdates * 2) {
                    laboratory.emit(CampaignUpdate(kind: .measured, text: text, status: FakeLaboratory.status()))
                }
                return client.lines(.max)
            }
            #expect(lines.count < MessageLimits.maximumWaitingUpdates * 2)
        }
    }
}
