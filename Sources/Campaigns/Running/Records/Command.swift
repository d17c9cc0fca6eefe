import Journal
import Tieline

/// What can be done to the instruments, with all that a probe needs to know after a crash: the payload of an intent.
enum Command: Hashable, Sendable {
    struct Heat: Codable, Hashable, Sendable {
        var furnace: String
        var program: HeatingProgram
    }

    struct Move: Codable, Hashable, Sendable {
        var stage: String
        var targetMillimetres: Double
    }

    struct Expose: Codable, Hashable, Sendable {
        var detector: String
        /// The number that the armed detector gave the exposure: its probe asks for it.
        var series: Int
        var exposureSeconds: Double
        var condition: Condition
        /// What the controller measured before the exposure, kelvin.
        var measuredKelvin: Double
        /// Where the stage stood.
        var positionMillimetres: Double
    }

    case heat(Heat), move(Move), expose(Expose)

    /// `intents.kind` in the journal.
    var kind: String {
        switch self {
        case .heat: "heat"
        case .move: "move"
        case .expose: "expose"
        }
    }

    /// Whether doing it twice does no harm.
    var isIdempotent: Bool {
        switch self {
        case .heat, .move: true
        case .expose: false
        }
    }

    func payload() throws(JournalError) -> String {
        switch self {
        case .heat(let command): try JournalJSON.encode(command)
        case .move(let command): try JournalJSON.encode(command)
        case .expose(let command): try JournalJSON.encode(command)
        }
    }

    init(_ intent: Intent) throws(JournalError) {
        switch intent.kind {
        case "heat": self = .heat(try intent.decodePayload(as: Heat.self))
        case "move": self = .move(try intent.decodePayload(as: Move.self))
        case "expose": self = .expose(try intent.decodePayload(as: Expose.self))
        default:
            throw JournalError(
                .unreadable, message: "the intent \(intent.identifier) is to \(intent.kind), which is unknown",
                remedy: "Read this journal with the version of Tieline that wrote it")
        }
    }
}
