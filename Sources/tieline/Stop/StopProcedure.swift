import ControlProtocol
import Tieline

/// The three rungs of `tieline stop`, each needing less than the one before (docs/design.md, rule 4):
/// the daemon is asked; its signal thread is woken; it is ended and its lines are taken.
///
/// A rung that leaves one heater unconfirmed is a rung that failed: the next one is tried.
struct StopProcedure {
    enum Rung: String, Codable, CaseIterable {
        case daemon, signal, line

        var words: String {
            switch self {
            case .daemon: "asked the daemon"
            case .signal: "signalled the daemon"
            case .line: "took the lines"
            }
        }
    }

    /// What is known in the end; also what `stop --json` prints.
    struct Outcome: Codable, Hashable {
        /// Whether every heater was read back as off: nothing less is success.
        var everythingIsOff: Bool
        /// The rung that gave the answer, or `nil` if none did.
        var by: Rung?
        var heaters: [StopReport.Heater]
        /// What every rung before it met, one sentence each.
        var notes: [String]
    }

    /// What one rung does. Bounded in wall time by itself.
    var perform: (Rung) async throws -> StopReport

    func run() async -> Outcome {
        var outcome = Outcome(everythingIsOff: false, by: nil, heaters: [], notes: [])
        for rung in Rung.allCases {
            do {
                let report = try await perform(rung)
                outcome.by = rung
                outcome.heaters = report.heaters
                outcome.everythingIsOff = report.everythingIsOff
                if report.everythingIsOff { return outcome }
                let names = report.heaters.filter { !$0.isConfirmedOff }.map(\.name)
                outcome.notes.append("\(rung.words): \(names.joined(separator: ", ")) not confirmed off")
            } catch {
                outcome.notes.append("\(rung.words): \(ControlFailure(local: error))")
            }
        }
        return outcome
    }
}
