import ArgumentParser
import Calphad
import FoundationEssentials
import Tieline

/// `tieline tdb energies FILE`: Gibbs energies of phases at given site fractions, as `make conformance` compares them with another program's.
struct DatabaseEnergiesCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "energies", abstract: "Gibbs energies of phases at given temperatures and site fractions.",
        discussion: """
            --constitutions names a JSON file with a list of {"phase": "FCC_A1", "T": 700, "y": [0.3, 0.7, 1]}: kelvin, and the site fractions
            sublattice by sublattice, constituents in alphabetic order. A row that fails keeps its place, with "error" in place of "GM".
            """)

    /// One constitution of one phase; what the file holds and, with the energy, what comes back.
    private struct Row: Codable {
        var phase: String
        var temperature: Double
        var siteFractions: [Double]
        /// Constituents of each sublattice, in the order of the site fractions.
        var sublattices: [[String]]?
        /// J per mole of atoms.
        var molarGibbsEnergy: Double?
        var error: String?

        enum CodingKeys: String, CodingKey {
            case phase, sublattices, error
            case temperature = "T"
            case siteFractions = "y"
            case molarGibbsEnergy = "GM"
        }
    }

    @OptionGroup var source: DatabaseOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("A JSON file with a list of constitutions.", valueName: "file"))
    var constitutions: String

    func run() throws {
        let database = try DatabaseOptions.read(source.database)
        try AlloySystem.check(source.componentNames, database)
        guard let data = FileManager.default.contents(atPath: constitutions), var rows = try? JSONDecoder().decode([Row].self, from: data) else {
            throw SpecificationError(
                .unreadable, file: constitutions, line: nil, field: "", message: "there is no list of constitutions in it",
                remedy: "Give a list such as [{\"phase\": \"LIQUID\", \"T\": 700, \"y\": [0.3, 0.7]}].")
        }
        var models: [String: GibbsModel] = [:]
        for index in rows.indices {
            do { try price(&rows[index], database, &models) } catch { rows[index].error = String(describing: error) }
        }
        if output.json {
            try StandardOutput.json(rows)
        } else {
            for row in rows {
                let energy = row.molarGibbsEnergy.map { "\(Wording.fixed($0, 4)) J/mol" } ?? row.error ?? ""
                StandardOutput.line("\(row.phase) at \(row.temperature) K: \(energy)")
            }
        }
        guard rows.allSatisfy({ $0.error == nil }) else { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    private func price(_ row: inout Row, _ database: Database, _ models: inout [String: GibbsModel]) throws {
        let model: GibbsModel
        if let known = models[row.phase] {
            model = known
        } else {
            let compiled = try GibbsModel(database, phase: row.phase, components: source.componentNames, gasConstant: source.gasConstant)
            guard let compiled else {
                row.error = "\(row.phase) cannot exist between \(source.componentNames.joined(separator: ", "))"
                return
            }
            models[row.phase] = compiled
            model = compiled
        }
        row.sublattices = model.sublattices
        let count = model.sublattices.reduce(0) { $0 + $1.count }
        guard row.siteFractions.count == count else {
            row.error = "\(row.siteFractions.count) site fractions are given, \(row.phase) has \(count)"
            return
        }
        let energy = model.molarGibbsEnergy(model.isotherm(at: row.temperature), siteFractions: row.siteFractions)
        if energy.isFinite { row.molarGibbsEnergy = energy } else { row.error = "the energy is \(energy)" }
    }
}
