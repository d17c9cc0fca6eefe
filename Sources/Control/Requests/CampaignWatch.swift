import ControlProtocol
import Tieline

/// One reader who watches one campaign.
///
/// The campaign never waits for a reader: updates that the reader has not taken yet wait in a queue of ``MessageLimits/maximumWaitingUpdates``, and
/// a reader who lets it overflow is dropped.
struct CampaignWatch: Sendable {
    enum Outcome: Sendable { case campaignEnded, readerTooSlow }

    let dispatcher: RequestDispatcher
    let request: IncomingRequest
    let caller: Caller
    let send: @Sendable ([UInt8]) async throws -> Void
    var maximumWaitingUpdates = MessageLimits.maximumWaitingUpdates

    /// Returns when the campaign has ended, or when the reader was too slow and has to go.
    /// - Throws: What `send` throws when the connection is gone.
    func run() async throws -> Outcome {
        let campaign: String
        let updates: AsyncStream<CampaignUpdate>
        await dispatcher.readiness.wait()
        do {
            campaign = try await dispatcher.name(WatchCampaign(request.parameters).campaign)
            // Subscribed before the status is read: nothing can fall between the two.
            updates = try await dispatcher.laboratory.updates(of: campaign)
        } catch {
            try await send(OutgoingMessage.failure(request.identifier, ControlFailure(laboratory: error)))
            return .campaignEnded
        }
        try await send(dispatcher.answer(request, caller: caller))
        guard try await forward(updates) else { return .readerTooSlow }
        try await send(OutgoingMessage.notification(.ended(dispatcher.laboratory.status(of: campaign))))
        return .campaignEnded
    }

    /// Whether every update reached the reader.
    private func forward(_ updates: AsyncStream<CampaignUpdate>) async throws -> Bool {
        let (queue, continuation) = AsyncStream.makeStream(of: CampaignUpdate.self, bufferingPolicy: .bufferingOldest(maximumWaitingUpdates))
        return try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                defer { continuation.finish() }
                for await update in updates {
                    if case .dropped = continuation.yield(update) { return false }
                }
                return true
            }
            group.addTask {
                for await update in queue { try await send(OutgoingMessage.notification(.update(update))) }
                return true
            }
            while let isComplete = try await group.next() {
                guard isComplete else {
                    group.cancelAll()
                    return false
                }
            }
            return true
        }
    }
}
