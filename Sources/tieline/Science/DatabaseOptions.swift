import ArgumentParser
import Calphad
import FoundationEssentials
import Tieline

/// The thermodynamic database of a calculation and what of it is used.
struct DatabaseOptions: ParsableArguments {
    /// A longer file is a mistake, bytes; the largest published TDB files have about 5 MB.
    static let maximumBytes = 64 << 20

    @Option(help: ArgumentHelp("The thermodynamic database, a TDB file.", valueName: "file"))
    var database: String

    @Option(help: ArgumentHelp("The components, as BI,SN.", valueName: "list"))
    var components: String

    @Option(help: ArgumentHelp("The phases to consider, as LIQUID,BCT_A5; all that are supported unless given.", valueName: "list"))
    var phases: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("The gas constant in J/(mol K); CODATA's unless given.", valueName: "number"))
    var gasConstant: Double = CalphadConstants.gasConstant

    func validate() throws {
        guard gasConstant.isFinite, (8.0...8.6).contains(gasConstant) else {
            throw ValidationError(
                "The gas constant is \(gasConstant) J/(mol K); CODATA's is \(CalphadConstants.gasConstant), older assessments used 8.31451.")
        }
        guard !componentNames.isEmpty else { throw ValidationError("Give the components as BI,SN.") }
    }

    var componentNames: [String] { Self.list(components) }
    var phaseNames: [String]? { phases.map(Self.list) }

    static func list(_ text: String) -> [String] {
        text.split(whereSeparator: { $0 == "," || $0 == " " }).map { $0.uppercased() }
    }

    /// - Throws: ``SpecificationError`` when the file cannot be read, ``DatabaseError`` when it is not a database.
    static func read(_ path: String) throws -> Database {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SpecificationError(
                .unreadable, file: path, line: nil, field: "", message: "the file is not there or cannot be read",
                remedy: "Check its name and who may read it.")
        }
        guard data.count <= maximumBytes else {
            throw SpecificationError(
                .unreadable, file: path, line: nil, field: "", message: "the file has \(data.count) bytes, more than \(maximumBytes)",
                remedy: "Is it the right file?")
        }
        return try Database(parsingBytes: data, file: path)
    }
}
