public import Tieline

/// Everything that can go wrong between a person and an instrument, each with a number and a name that never change.
///
/// | numbers | family | from |
/// |---|---|---|
/// | −32768 … −32000 | `protocol` | JSON-RPC 2.0 itself, and its range for servers |
/// | 1000 … | `control` | the laboratory: `ControlError` |
/// | 1100 … | `specification` | a file that a person wrote: `SpecificationError` |
/// | 1200 … | `instrument` | a device: `InstrumentError` |
/// | 1300 … | `connection` | the way to the daemon; made by the client, never sent |
/// | 1400 … | `journal` | the journal: `JournalError`, by the same names |
public enum FailureCode: Hashable, Sendable {
    case `protocol`(ProtocolCode)
    case control(ControlError.Code)
    case specification(SpecificationError.Code)
    case instrument(InstrumentError.Code)
    case connection(ConnectionCode)
    case journal(JournalCode)
    /// A code that a later daemon knows and this program does not.
    case unrecognised(number: Int, name: String)

    public enum ProtocolCode: String, Codable, Sendable, CaseIterable {
        case notJSON, invalidRequest, unknownMethod, invalidParameters, internalError
        case messageTooLong, tooManyConnections, tooManyWatches, tooManyRequests, shuttingDown
    }

    public enum ConnectionCode: String, Codable, Sendable, CaseIterable {
        case noDaemon, notPermitted, pathTooLong, notASocket, pathHeld, timedOut, closed, malformedReply
    }

    /// The codes of `JournalError`, which lives beside this module; a test of `Control` holds the two lists together.
    public enum JournalCode: String, Codable, Sendable, CaseIterable {
        case diskFull, corrupt, locked, newerSchema, closed, inputOutput, noSuchCampaign, noSuchRecord, illegalTransition, notRecordable, unreadable
    }

    /// Every code that this program knows.
    public static var allKnown: [FailureCode] {
        ProtocolCode.allCases.map(FailureCode.protocol) + ControlError.Code.allCases.map(FailureCode.control)
            + SpecificationError.Code.allCases.map(FailureCode.specification) + InstrumentError.Code.allCases.map(FailureCode.instrument)
            + ConnectionCode.allCases.map(FailureCode.connection) + JournalCode.allCases.map(FailureCode.journal)
    }

    /// The code of `number`, `unrecognised` if this program does not know it.
    public init(number: Int, name: String) {
        self = Self.allKnown.first { $0.number == number } ?? .unrecognised(number: number, name: name)
    }

    /// `instrument.noReply`: for programs, logs and searches.
    public var name: String {
        switch self {
        case .protocol(let code): "protocol.\(code.rawValue)"
        case .control(let code): "control.\(code.rawValue)"
        case .specification(let code): "specification.\(code.rawValue)"
        case .instrument(let code): "instrument.\(code.rawValue)"
        case .connection(let code): "connection.\(code.rawValue)"
        case .journal(let code): "journal.\(code.rawValue)"
        case .unrecognised(_, let name): name
        }
    }
}
