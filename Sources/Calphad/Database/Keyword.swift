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
        // Some files write a hyphen for the underscore.
        let words = abbreviation.split(omittingEmptySubsequences: false) { $0 == "_" || $0 == "-" }
        let match = Self.allCases.first { keyword in
            let full = keyword.rawValue.split(separator: "_")
            return words.count <= full.count && zip(words, full).allSatisfy { !$0.isEmpty && $1.hasPrefix($0) }
        }
        guard let match else { return nil }
        self = match
    }
}

extension Keyword {
    /// In which round a statement is read, so that what it refers to is there; nil for statements that change no Gibbs energy.
    var rank: Int? {
        switch self {
        case .element: 0
        case .species, .typeDefinition: 1
        case .phase: 2
        case .constituent, .function, .parameter: Self.lastRank
        default: nil
        }
    }

    static let lastRank = 3

    /// Whether leaving the statement out would give other energies.
    var changesEnergies: Bool { rank != nil }
}
