import Synchronization
import Tieline

/// The present status of one campaign and whoever watches it. Reading it never waits for the campaign.
final class CampaignBoard: Sendable {
    /// Updates that a slow watcher may be behind; older ones are dropped, each carries the whole status.
    static let updateBuffer = 256

    private struct State {
        var status: CampaignStatus
        var watchers: [Int: AsyncStream<CampaignUpdate>.Continuation] = [:]
        var nextWatcher = 0
        var isClosed = false
    }

    private let state: Mutex<State>

    init(_ status: CampaignStatus) { state = Mutex(State(status: status)) }

    var status: CampaignStatus { state.withLock(\.status) }
    /// Whether more may come: a campaign that was aborted may still have an exposure to account for.
    var isOpen: Bool { state.withLock { !$0.isClosed } }

    /// Changes the status and tells the watchers; `text` is `nil` for a change not worth a line.
    func post(_ kind: CampaignUpdate.Kind, _ text: String?, _ change: (inout CampaignStatus) -> Void = { _ in }) {
        let (update, watchers) = state.withLock { state in
            change(&state.status)
            state.status.revision += 1
            return (text.map { CampaignUpdate(kind: kind, text: $0, status: state.status) }, Array(state.watchers.values))
        }
        guard let update else { return }
        for watcher in watchers { watcher.yield(update) }
    }

    /// What happens from now on, until the campaign has ended.
    func updates() -> AsyncStream<CampaignUpdate> {
        let (stream, continuation) = AsyncStream.makeStream(of: CampaignUpdate.self, bufferingPolicy: .bufferingNewest(Self.updateBuffer))
        let number: Int? = state.withLock { state in
            guard !state.isClosed else { return nil }
            state.nextWatcher += 1
            state.watchers[state.nextWatcher] = continuation
            return state.nextWatcher
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in self?.state.withLock { $0.watchers[number] = nil } }
        return stream
    }

    /// The campaign has ended, or the daemon does: the watchers' streams end.
    func close() {
        let watchers = state.withLock { state in
            state.isClosed = true
            defer { state.watchers = [:] }
            return Array(state.watchers.values)
        }
        for watcher in watchers { watcher.finish() }
    }
}
