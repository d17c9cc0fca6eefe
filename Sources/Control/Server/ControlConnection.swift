import ControlProtocol
import Logging
import NIOCore
import Tieline

/// One client.
///
/// Requests are answered in the order in which they came, one at a time, with two exceptions that wait for nobody: `laboratory.stop`, and
/// `campaign.watch`, which answers for as long as the campaign runs. When the client closes its side, what it asked for is still answered and its
/// watches end.
struct ControlConnection: Sendable {
    let dispatcher: RequestDispatcher
    let caller: Caller
    let channel: any Channel
    let logger: Logger

    private typealias Writer = NIOAsyncChannelOutboundWriter<ByteBuffer>

    func serve(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws {
        let (queue, continuation) = AsyncStream.makeStream(
            of: IncomingRequest.self, bufferingPolicy: .bufferingOldest(MessageLimits.maximumWaitingRequests))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await request in queue { try await outbound.send(dispatcher.answer(request, caller: caller)) }
            }
            group.addTask {
                defer { continuation.finish() }
                try await read(inbound, outbound) { continuation.yield($0) }
            }
            try await group.waitForAll()
        }
    }

    private func read(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ outbound: Writer,
        _ enqueue: (IncomingRequest) -> AsyncStream<IncomingRequest>.Continuation.YieldResult
    ) async throws {
        var splitter = LineSplitter(maximumLength: MessageLimits.maximumRequestBytes)
        var watches = 0
        try await withThrowingTaskGroup(of: Void.self) { group in
            for try await buffer in inbound {
                for event in splitter.append(buffer.readableBytesView) {
                    guard case .line(let line) = event else {
                        try await outbound.send(OutgoingMessage.failure(.null, .messageTooLong))
                        continue
                    }
                    let request: IncomingRequest
                    do throws(IncomingRequest.Refusal) {
                        request = try IncomingRequest(parsing: line)
                    } catch {
                        logger.notice(
                            "\(error.failure)",
                            metadata: ["event": "control.request.refused", "failure": "\(error.failure.code.name)", "caller": "\(caller)"])
                        try await outbound.send(OutgoingMessage.failure(error.identifier, error.failure))
                        continue
                    }
                    switch request.method {
                    case .stop:
                        group.addTask { try await outbound.send(dispatcher.answer(request, caller: caller)) }
                    case .watch where watches < MessageLimits.maximumWatches:
                        watches += 1
                        group.addTask { try await watch(request, outbound) }
                    case .watch:
                        try await outbound.send(OutgoingMessage.failure(request.identifier, .tooManyWatches))
                    default:
                        if case .dropped = enqueue(request) {
                            try await outbound.send(OutgoingMessage.failure(request.identifier, .tooManyRequests))
                        }
                    }
                }
            }
            // The client has closed its side: nobody is left to watch. A stop that is under way goes on (see `RequestDispatcher`).
            group.cancelAll()
        }
    }

    private func watch(_ request: IncomingRequest, _ outbound: Writer) async throws {
        let watch = CampaignWatch(dispatcher: dispatcher, request: request, caller: caller) { try await outbound.send($0) }
        guard try await watch.run() == .readerTooSlow else { return }
        logger.warning(
            "a reader fell more than \(MessageLimits.maximumWaitingUpdates) updates behind and was dropped",
            metadata: ["event": "control.reader.slow", "caller": "\(caller)"])
        channel.close(promise: nil)
    }
}

extension NIOAsyncChannelOutboundWriter<ByteBuffer> {
    func send(_ bytes: [UInt8]) async throws { try await write(ByteBuffer(bytes: bytes)) }
}

extension ControlFailure {
    fileprivate static let messageTooLong = ControlFailure(
        .protocol(.messageTooLong), message: "the message is longer than \(MessageLimits.maximumRequestBytes) bytes; it was thrown away",
        remedy: "Send less at once; the connection goes on with the next line.")
    fileprivate static let tooManyWatches = ControlFailure(
        .protocol(.tooManyWatches), message: "this connection already watches \(MessageLimits.maximumWatches) campaigns",
        remedy: "Watch the others on a connection of their own.")
    fileprivate static let tooManyRequests = ControlFailure(
        .protocol(.tooManyRequests), message: "\(MessageLimits.maximumWaitingRequests) requests of this connection wait already",
        remedy: "Wait for their replies before sending more; nothing was done.")
}
