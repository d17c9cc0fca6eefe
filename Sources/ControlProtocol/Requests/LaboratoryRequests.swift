public import Tieline

/// `daemon.hello`: who answers, and which version of the protocol it speaks.
public struct Hello: ControlRequest {
    public typealias Reply = DaemonGreeting
    public static var method: Method { .hello }
    public static var fields: [String] { [] }

    public init() {}
}

public struct DaemonGreeting: Codable, Hashable, Sendable {
    /// Rises when a method, a parameter or a reply changes its meaning; new methods and new fields of replies do not raise it.
    public static let currentProtocolVersion = 1

    public var daemonVersion: String
    public var protocolVersion: Int
    public var processIdentifier: Int32

    public init(daemonVersion: String, protocolVersion: Int = currentProtocolVersion, processIdentifier: Int32) {
        self.daemonVersion = daemonVersion
        self.protocolVersion = protocolVersion
        self.processIdentifier = processIdentifier
    }
}

/// `instrument.list`: every instrument, whether it answers or not.
public struct ListInstruments: ControlRequest {
    public typealias Reply = [InstrumentStatus]
    public static var method: Method { .instruments }
    public static var fields: [String] { [] }

    public init() {}
}

/// `laboratory.stop`: every heater off, now; the reply says heater by heater whether that was read back.
public struct StopLaboratory: ControlRequest {
    public typealias Reply = StopReport
    public static var method: Method { .stop }
    public static var fields: [String] { [] }

    public init() {}
}

/// `journal.verify`: whether the audit chain holds.
public struct VerifyJournal: ControlRequest {
    public typealias Reply = AuditReport
    public static var method: Method { .verify }
    public static var fields: [String] { [] }

    public init() {}
}
