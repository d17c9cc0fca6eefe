internal import OrderedCollections

extension Database {
    /// Reads a TDB file. A pure function of the text.
    ///
    /// - Parameters:
    ///   - text: The whole file.
    ///   - file: Its name, for messages.
    /// - Throws: ``DatabaseError`` with line, column, the offending text and a remedy.
    public init(parsing text: String, file: String) throws(DatabaseError) {
        try self.init(parsingBytes: text.utf8, file: file)
    }

    /// Reads a TDB file from its bytes, whatever its encoding: names and numbers are ASCII in every TDB file, and the rest is comment.
    public init(parsingBytes bytes: some Sequence<UInt8>, file: String) throws(DatabaseError) {
        self.init(file: file)
        let scanner = StatementScanner(bytes, file: file)
        var reader = StatementReader(scanner)
        for statement in try scanner.statements() { try reader.read(statement, into: &self) }
        guard !elements.isEmpty || !phases.isEmpty else {
            throw DatabaseError(
                .notADatabase, file: file, message: "no element and no phase is defined in it", remedy: "Give a thermodynamic database in TDB format."
            )
        }
        try reader.finish(&self)
        try checkReferences()
    }
}

/// What a statement may begin with. TDB lets every word of a keyword be cut short: `PARA`, `TYPE_DEF`, `DEFINE_SYS_DEFAULT`.
enum Keyword: String, CaseIterable {
    // In order of preference: `F` of FUNCTION wins over FTP_FILE.
    case element = "ELEMENT"
    case function = "FUNCTION"
    case phase = "PHASE"
    case constituent = "CONSTITUENT"
    case parameter = "PARAMETER"
    case species = "SPECIES"
    case typeDefinition = "TYPE_DEFINITION"
    case defineSystemDefault = "DEFINE_SYSTEM_DEFAULT"
    case defaultCommand = "DEFAULT_COMMAND"
    case databaseInformation = "DATABASE_INFORMATION"
    case listOfReferences = "LIST_OF_REFERENCES"
    case addReferences = "ADD_REFERENCES"
    case assessedSystems = "ASSESSED_SYSTEMS"
    case referenceFile = "REFERENCE_FILE"
    case temperatureLimits = "TEMPERATURE_LIMITS"
    case versionDate = "VERSION_DATE"
    case ftpFile = "FTP_FILE"
    case diffusion = "DIFFUSION"
    case zeroVolumeSpecies = "ZERO_VOLUME_SPECIES"
    case options = "OPTIONS"

    /// Shorter words are refused: `P` could be three things.
    static let minimumLength = 3

    init?(abbreviation: String) {
        guard abbreviation.utf8.count >= Self.minimumLength else { return nil }
        let words = abbreviation.split(separator: "_", omittingEmptySubsequences: false)
        let match = Self.allCases.first { keyword in
            let full = keyword.rawValue.split(separator: "_")
            return words.count <= full.count && zip(words, full).allSatisfy { !$0.isEmpty && $1.hasPrefix($0) }
        }
        guard let match else { return nil }
        self = match
    }
}
