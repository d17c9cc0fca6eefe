/// One physical action: written down before it is begun, and followed until its outcome is proven.
public struct Intent: Hashable, Sendable {
    public enum State: String, Sendable, CaseIterable, Codable {
        /// On disk and fsynced; the device may or may not have heard.
        case committed
        /// The device said that it did it; what came of it is not recorded yet.
        case acknowledged
        /// Done, and its outcome is in the journal.
        case succeeded
        /// The device refused it, or it was never sent.
        case failed
        /// Nobody knows. Only the instrument or a person can move it on.
        case unknown
        /// After an `unknown`: the instrument proved that it happened, and the outcome is in the journal.
        case happened
        /// After an `unknown`: the instrument proved that it did not happen.
        case didNotHappen
        /// After an `unknown`: a person said to go on without knowing.
        case abandoned

        /// Whether the journal still waits for an outcome.
        public var isOpen: Bool { self == .committed || self == .acknowledged || self == .unknown }

        /// The states that may follow this one. No way leads back to `committed`: nothing is begun twice.
        public var successors: [State] {
            switch self {
            case .committed: [.acknowledged, .succeeded, .failed, .unknown]
            case .acknowledged: [.succeeded, .unknown]
            case .unknown: [.happened, .didNotHappen, .abandoned]
            case .succeeded, .failed, .happened, .didNotHappen, .abandoned: []
            }
        }
    }

    /// `sn-bi-film-0001/17`.
    public var identifier: String
    public var campaign: String
    /// `1...` within the campaign.
    public var number: Int
    /// The opening of the journal that the intent was committed in.
    public var epoch: Int
    /// `heat`, `move`, `expose`.
    public var kind: String
    /// JSON: all that a probe needs to know after a crash.
    public var payload: String
    public var state: State
    /// One sentence.
    public var outcome: String

    /// - Throws: ``JournalError`` with code `unreadable`.
    public func decodePayload<Value: Decodable>(as type: Value.Type) throws(JournalError) -> Value {
        try JournalJSON.decode(type, from: payload, what: "intent \(identifier) (\(kind))")
    }
}
