import ArgumentParser
import ControlProtocol
import Tieline

struct InstrumentsCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "instruments", abstract: "Show what is connected, live values and limits, simulated or not.")

    @Argument(help: "Only this instrument.")
    var name: String?
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let all = try connection.client().send(ListInstruments())
        let shown = name.map { name in all.filter { $0.name == name } } ?? all
        if let name, shown.isEmpty {
            throw InstrumentError(
                .unknownInstrument, instrument: name, message: "there is no instrument of that name",
                remedy: "There are: \(all.map(\.name).joined(separator: ", ")).")
        }
        if output.json { return try StandardOutput.json(shown) }
        for instrument in shown { Self.lines(instrument).forEach(StandardOutput.line) }
    }

    static func lines(_ instrument: InstrumentStatus) -> [String] {
        let identity = instrument.identity.map { "\($0.manufacturer) \($0.model), firmware \($0.firmware)\($0.isSimulated ? ", SIMULATED" : "")" }
        var rows = [["  identity", identity ?? "does not answer"]]
        rows += instrument.fault.map { [["  fault", $0]] } ?? []
        rows += instrument.values.map { ["  \($0.name)", $0.value] }
        rows += instrument.limits.map { ["  limit of \($0.name)", $0.value] }
        return ["\(instrument.name): \(instrument.driver) at \(instrument.address)"] + TextTable(rows: rows).lines
    }
}
