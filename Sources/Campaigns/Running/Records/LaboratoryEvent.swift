import Journal
import Tieline

/// What happens around a campaign that no belief depends on: the sample's history, the interlocks, the heater.
enum LaboratoryEvent: Hashable, Sendable {
    /// The sample has come to a temperature: its history (docs/design.md, rule 9).
    struct Settled: Codable, Hashable, Sendable {
        var targetKelvin: Double
        var measuredKelvin: Double
    }

    struct Tripped: Codable, Hashable, Sendable {
        var cause: InterlockLatch.Cause
        var message: String
    }

    struct HeaterOff: Codable, Hashable, Sendable {
        var furnace: String
        var isConfirmedOff: Bool
        var message: String
    }

    case settled(Settled)
    case tripped(Tripped)
    case interlockReset(Tripped)
    case heaterOff(HeaterOff)

    var kind: String {
        switch self {
        case .settled: "sample.settled"
        case .tripped: "interlock.tripped"
        case .interlockReset: "interlock.reset"
        case .heaterOff: "heater.off"
        }
    }

    func payload() throws(JournalError) -> String {
        switch self {
        case .settled(let value): try JournalJSON.encode(value)
        case .tripped(let value), .interlockReset(let value): try JournalJSON.encode(value)
        case .heaterOff(let value): try JournalJSON.encode(value)
        }
    }
}
