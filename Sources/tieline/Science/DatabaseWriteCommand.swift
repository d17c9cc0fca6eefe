import ArgumentParser
import Calphad

/// `tieline tdb write FILE`: the database, or its part about some elements, as a tidy TDB file.
struct DatabaseWriteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "write", abstract: "Write a database, or its part about some elements, as a tidy TDB file.",
        discussion: "The file reads back to the same Gibbs energies, to the last bit. Remarks of the original are not kept.")

    @Argument(help: ArgumentHelp("A TDB file.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("Keep only what is about these elements, as BI,SN.", valueName: "list"))
    var elements: String?

    @Option(help: ArgumentHelp("Where to write it; standard output unless given.", valueName: "file"))
    var output: String?

    func run() throws {
        var database = try DatabaseOptions.read(file)
        if let elements { database = try database.restricted(to: DatabaseOptions.list(elements)) }
        let text = try database.tdb()
        if let output { try TextFile.write(text, to: output) } else { StandardOutput.line(text) }
    }
}
