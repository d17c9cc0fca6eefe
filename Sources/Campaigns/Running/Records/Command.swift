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

    struct Read: Codable, Hashable, Sendable {
        var meter: String
        /// The number that the meter is to give the reading: its probe asks for it.
        var reading: ReadingIdentifier
        /// What the meter says that it takes.
        var readingSeconds: Double
        var condition: Condition
    }

    case heat(Heat), move(Move), expose(Expose), read(Read)

    /// `intents.kind` in the journal.
    var kind: String {
        switch self {
        case .heat: "heat"
        case .move: "move"
        case .expose: "expose"
        case .read: "read"
        }
    }

    /// Where it measures, if it does.
    var condition: Condition? {
        switch self {
        case .heat, .move: nil
        case .expose(let command): command.condition
        case .read(let command): command.condition
        }
    }

    /// Whether doing it twice does no harm.
    var isIdempotent: Bool {
        switch self {
        case .heat, .move: true
        case .expose, .read: false
        }
    }

    func payload() throws(JournalError) -> String {
        switch self {
        case .heat(let command): try JournalJSON.encode(command)
        case .move(let command): try JournalJSON.encode(command)
        case .expose(let command): try JournalJSON.encode(command)
        case .read(let command): try JournalJSON.encode(command)
        }
    }

    init(_ intent: Intent) throws(JournalError) {
        switch intent.kind {
        case "heat": self = .heat(try intent.decodePayload(as: Heat.self))
        case "move": self = .move(try intent.decodePayload(as: Move.self))
        case "expose": self = .expose(try intent.decodePayload(as: Expose.self))
        case "read": self = .read(try intent.decodePayload(as: Read.self))
        default:
            throw JournalError(
                .unreadable, message: "the intent \(intent.identifier) is to \(intent.kind), which is unknown",
                remedy: "Read this journal with the version of Tieline that wrote it")
        }
    }
}
