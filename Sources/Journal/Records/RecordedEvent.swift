/// Something that happened and is not in the journal yet.
public struct NewEvent: Hashable, Sendable {
    /// The campaign it belongs to, or `nil` for the laboratory as a whole.
    public var campaign: String?
    /// Dotted, and never renamed: `campaign.measured`.
    public var kind: String
    /// JSON.
    public var payload: String
    public var stamp: Stamp

    public init(campaign: String?, kind: String, payload: String, stamp: Stamp) {
        self.campaign = campaign
        self.kind = kind
        self.payload = payload
        self.stamp = stamp
    }

    /// - Throws: ``JournalError`` with code `notRecordable` for a NaN or an infinity in `payload`.
    public init(campaign: String?, kind: String, encoding payload: some Encodable, stamp: Stamp) throws(JournalError) {
        self.init(campaign: campaign, kind: kind, payload: try JournalJSON.encode(payload), stamp: stamp)
    }
}

/// All of a row but its place in the chain.
struct UnchainedEvent: Hashable, Sendable {
    var sequence: Int64
    var campaign: String?
    var kind: String
    var payload: String
    var stamp: Stamp
    var attachmentHash: [UInt8]?
}

/// One row of the events table.
public struct RecordedEvent: Hashable, Sendable {
    var content: UnchainedEvent
    /// The hash of the row before, 32 bytes.
    public var previousHash: [UInt8]
    /// The SHA-256 of this row, 32 bytes; `AuditChain.swift` says over which bytes.
    public var hash: [UInt8]

    /// `1...`, without gaps over the whole journal.
    public var sequence: Int64 { content.sequence }
    public var campaign: String? { content.campaign }
    public var kind: String { content.kind }
    /// JSON.
    public var payload: String { content.payload }
    public var stamp: Stamp { content.stamp }
    /// The SHA-256 of what lies beside the event (the pattern of a measurement), if anything does.
    public var attachmentHash: [UInt8]? { content.attachmentHash }

    /// - Throws: ``JournalError`` with code `unreadable`.
    public func decodePayload<Value: Decodable>(as type: Value.Type) throws(JournalError) -> Value {
        try JournalJSON.decode(type, from: payload, what: "event \(sequence) (\(kind))")
    }
}
