/// Everything that a person or a program can ask of a running laboratory: the daemon's side implements it, the control socket serves it.
public protocol LaboratoryControl: Sendable {
    /// Starts a campaign and returns its name, `sn-bi-film-0001`.
    /// - Parameters:
    ///   - specification: The text of the campaign file.
    ///   - path: Where the file is; paths inside it are relative to its folder.
    func run(specification: String, path: String, caller: Caller) async throws -> String
    /// The latest first.
    func campaigns() async throws -> [CampaignStatus]
    func status(of campaign: String) async throws -> CampaignStatus
    /// What happens from now on; ends when the campaign has ended.
    func updates(of campaign: String) async throws -> AsyncStream<CampaignUpdate>
    func pause(_ campaign: String, reason: String, caller: Caller) async throws -> CampaignStatus
    func resume(_ campaign: String, reason: String, caller: Caller) async throws -> CampaignStatus
    func abort(_ campaign: String, reason: String, caller: Caller) async throws -> CampaignStatus
    func report(of campaign: String) async throws -> CampaignReport
    func addPrior(_ kind: Prior.Kind, certainty: Double, reason: String, to campaign: String, caller: Caller) async throws -> Prior
    func priors(of campaign: String) async throws -> [Prior]
    func withdrawPrior(_ identifier: String, from campaign: String, reason: String, caller: Caller) async throws
    func instruments() async throws -> [InstrumentStatus]
    /// Commands every heater off and says, heater by heater, whether it was read back as off. Ends every running campaign as aborted.
    func stop(caller: Caller) async -> StopReport
    /// The first bad row of the audit chain, in words, or `nil` if the chain holds.
    func verify() async throws -> AuditReport
}

/// Who asks: the user behind the socket, as the kernel says.
public struct Caller: Codable, Hashable, Sendable, CustomStringConvertible {
    public var user: String
    public var processIdentifier: Int32

    public init(user: String, processIdentifier: Int32) {
        self.user = user
        self.processIdentifier = processIdentifier
    }

    public var description: String { "\(user) (process \(processIdentifier))" }
}

/// One change of a campaign, as `run --follow` and `watch` print it.
public struct CampaignUpdate: Codable, Hashable, Sendable {
    public enum Kind: String, Codable, Sendable { case decided, heating, settled, exposing, measured, state, prior, warning }

    public var kind: Kind
    /// One line for a person.
    public var text: String
    public var status: CampaignStatus

    public init(kind: Kind, text: String, status: CampaignStatus) {
        self.kind = kind
        self.text = text
        self.status = status
    }
}

/// One instrument, as `tieline instruments` shows it.
public struct InstrumentStatus: Codable, Hashable, Sendable {
    /// A live value or a limit with its unit, in words: `("measured", "412.3 K")`.
    public struct Value: Codable, Hashable, Sendable {
        public var name: String
        public var value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    public var name: String
    /// `eurotherm-2400`, `simplon`, `bench-stage`.
    public var driver: String
    /// The port or the address.
    public var address: String
    /// `nil` while it does not answer.
    public var identity: InstrumentIdentity?
    public var values: [Value]
    public var limits: [Value]
    /// Why it does not answer, if it does not.
    public var fault: String?

    public init(
        name: String, driver: String, address: String, identity: InstrumentIdentity?, values: [Value], limits: [Value], fault: String?
    ) {
        self.name = name
        self.driver = driver
        self.address = address
        self.identity = identity
        self.values = values
        self.limits = limits
        self.fault = fault
    }
}

/// What `stop` could prove.
public struct StopReport: Codable, Hashable, Sendable {
    public struct Heater: Codable, Hashable, Sendable {
        public var name: String
        /// Whether the output was read back as off after the command.
        public var isConfirmedOff: Bool
        public var message: String

        public init(name: String, isConfirmedOff: Bool, message: String) {
            self.name = name
            self.isConfirmedOff = isConfirmedOff
            self.message = message
        }
    }

    public var heaters: [Heater]

    public init(heaters: [Heater]) { self.heaters = heaters }

    public var everythingIsOff: Bool { heaters.allSatisfy(\.isConfirmedOff) }
}

/// Whether the audit chain holds.
public struct AuditReport: Codable, Hashable, Sendable {
    public var rows: Int
    /// The sequence number of the first row that does not fit, and what is wrong with it.
    public var firstBadRow: Int?
    public var message: String

    public init(rows: Int, firstBadRow: Int?, message: String) {
        self.rows = rows
        self.firstBadRow = firstBadRow
        self.message = message
    }
}

/// A request that cannot be met, for a reason that is not an instrument's and not a file's.
public struct ControlError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable, CaseIterable, Codable {
        case noSuchCampaign, notRunning, alreadyRunning, instrumentInUse, notPossible, invalidPrior
    }

    public var code: Code
    public var message: String
    public var remedy: String

    public init(_ code: Code, message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    public var description: String { "\(message). \(remedy)" }
}
