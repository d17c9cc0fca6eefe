public import ControlProtocol
public import Logging
import Glibc
import NIOCore
import NIOPosix
public import ServiceLifecycle
public import Tieline

/// The control socket: JSON-RPC 2.0, one message a line, on a Unix socket that only its owner may use.
///
/// The socket is there from ``init(path:laboratory:greeting:readiness:logger:)`` on, so that a path which another daemon holds is an error before anything else
/// has started; clients wait in the kernel's queue until ``run()``.
public struct ControlServer: Service, CustomStringConvertible {
    public let path: SocketPath
    private let descriptor: Int32
    private let dispatcher: RequestDispatcher
    private let logger: Logger

    /// - Parameter readiness: Closed until the laboratory has taken up its campaigns.
    /// - Throws: `ControlFailure` with `connection.pathHeld` if a daemon answers at the path, `.notASocket` or `.notPermitted`.
    public init(
        path: SocketPath, laboratory: any LaboratoryControl, greeting: DaemonGreeting, readiness: ReadinessGate = ReadinessGate(isOpen: true),
        logger: Logger
    ) throws(ControlFailure) {
        descriptor = try ListeningSocket.open(path)
        self.path = path
        self.logger = logger
        dispatcher = RequestDispatcher(laboratory: laboratory, greeting: greeting, readiness: readiness, logger: logger)
    }

    public var description: String { "control socket \(path)" }

    public func run() async throws {
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .bind(descriptor) { channel in
                // Asked for before the first byte is read: a client that hangs up at once must not lose its name.
                PeerCredentials.of(channel).flatMapThrowing { credentials in
                    AcceptedConnection(
                        channel: try NIOAsyncChannel(
                            wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true)),
                        credentials: credentials)
                }
            }
        logger.info("control socket ready", metadata: ["event": "control.ready", "socket": "\(path)"])
        defer { unlink(path.path) }
        do {
            try await withTaskCancellationOrGracefulShutdownHandler {
                try await accept(server)
            } onCancelOrGracefulShutdown: {
                server.channel.close(promise: nil)
            }
        } catch is CancellationError {
            // Being told to end is not a failure.
        }
        logger.info("control socket closed", metadata: ["event": "control.closed", "socket": "\(path)"])
    }

    private struct AcceptedConnection: Sendable {
        var channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
        var credentials: PeerCredentials
    }

    private func accept(_ server: NIOAsyncChannel<AcceptedConnection, Never>) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            let slots = ConnectionSlots(maximum: MessageLimits.maximumConnections)
            try await server.executeThenClose { connections in
                for try await connection in connections {
                    guard slots.take() else {
                        logger.warning("too many connections", metadata: ["event": "control.connections.full"])
                        group.addTask { await Self.turnAway(connection.channel) }
                        continue
                    }
                    group.addTask {
                        defer { slots.give() }
                        await serve(connection)
                    }
                }
            }
            // The socket is closed and nobody can come any more; whoever is still here is told by the end of the connection.
            group.cancelAll()
        }
    }

    private func serve(_ connection: AcceptedConnection) async {
        let client = ControlConnection(
            dispatcher: dispatcher, caller: Caller(connection.credentials), channel: connection.channel.channel, logger: logger)
        do {
            try await connection.channel.executeThenClose { inbound, outbound in try await client.serve(inbound, outbound) }
        } catch is CancellationError {
            // The daemon stops.
        } catch {
            // A client that went away in the middle of a reply: its affair, and worth a line only to whoever looks for it.
            logger.debug("connection ended: \(error)", metadata: ["event": "control.connection.lost"])
        }
    }

    private static func turnAway(_ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>) async {
        let failure = ControlFailure(
            .protocol(.tooManyConnections), message: "\(MessageLimits.maximumConnections) clients are connected already",
            remedy: "End one of them; `tieline stop` works without a connection.")
        try? await connection.executeThenClose { _, outbound in try await outbound.send(OutgoingMessage.failure(.null, failure)) }
    }
}
