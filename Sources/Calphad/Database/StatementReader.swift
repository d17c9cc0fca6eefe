internal import OrderedCollections

/// Reads statements into a database, and keeps what can only be settled when the whole file has been read.
struct StatementReader {
    private let scanner: StatementScanner
    private var typeCodes: [String: [Character]] = [:]
    private var typeDefinitions: [(code: Character, words: [String])] = []
    /// Where the parameters of the database stand in the file, in their order.
    private var parameterPlaces: [Int] = []

    init(_ scanner: StatementScanner) { self.scanner = scanner }

    /// Reads all statements: what others refer to comes first, wherever the file has it.
    mutating func read(_ statements: [StatementScanner.Statement], into database: inout Database) throws(DatabaseError) {
        var later: [[(keyword: Keyword, cursor: StatementCursor)]] = .init(repeating: [], count: Keyword.lastRank + 1)
        for statement in statements {
            var cursor = StatementCursor(scanner, statement)
            skipDebris(&cursor, into: &database)
            guard cursor.peek != nil else { continue }
            let start = cursor.position
            let word = scanner.text(cursor.word())
            guard let keyword = Keyword(abbreviation: word) else {
                try skipUnknown(word, start..<statement.upperBound, into: &database)
                continue
            }
            if let rank = keyword.rank { later[rank].append((keyword, cursor)) }
        }
        for rank in later {
            for (keyword, cursor) in rank { try read(keyword, cursor, into: &database) }
        }
    }

    /// Quotation marks and the like between a `!` and the next keyword: some published files have them.
    private func skipDebris(_ cursor: inout StatementCursor, into database: inout Database) {
        let start = cursor.position
        while let byte = cursor.peek, !StatementCursor.isLetter(byte) {
            // A hash begins a remark in other formats: what follows is not TDB.
            guard byte != UInt8(ascii: "#") else { return }
            cursor.position += 1
        }
        let skipped = scanner.text(start..<cursor.position).filter { !$0.isWhitespace && $0.isASCII }
        if !skipped.isEmpty {
            database.warnings.append("line \(scanner.line(of: start)): `\(skipped.prefix(30))` between two statements was skipped")
        }
    }

    private func skipUnknown(_ word: String, _ statement: Range<Int>, into database: inout Database) throws(DatabaseError) {
        // A line that begins like a parameter inside a statement that nobody knows: skipping it would change energies without a word.
        var start = statement.lowerBound
        while start < statement.upperBound {
            let end = scanner.bytes[start..<statement.upperBound].firstIndex(of: UInt8(ascii: "\n")) ?? statement.upperBound
            var line = StatementCursor(scanner, start..<end)
            let first = scanner.text(line.word())
            if start > statement.lowerBound, first.utf8.count >= 4, let keyword = Keyword(abbreviation: first), keyword.changesEnergies {
                throw scanner.error(
                    .malformedStatement, at: statement.lowerBound,
                    "the statement `\(word.prefix(30))` is not known, and a \(keyword.rawValue) on line \(scanner.line(of: start)) is inside it",
                    remedy: "Close it with `!`, or make it a comment with `$`.")
            }
            start = end + 1
        }
        database.warnings.append("line \(scanner.line(of: statement.lowerBound)): statement `\(word.prefix(30))` is not known and was skipped")
    }

    private mutating func read(_ keyword: Keyword, _ cursor: StatementCursor, into database: inout Database) throws(DatabaseError) {
        var cursor = cursor
        switch keyword {
        case .element: readElement(&cursor, into: &database)
        case .species: try readSpecies(&cursor, into: &database)
        case .function: try readFunction(&cursor, into: &database)
        case .phase: try readPhase(&cursor, into: &database)
        case .constituent: try readConstituents(&cursor, into: &database)
        case .parameter: try readParameter(&cursor, into: &database)
        case .typeDefinition: readTypeDefinition(&cursor)
        case .defineSystemDefault, .defaultCommand, .databaseInformation, .listOfReferences, .addReferences, .assessedSystems, .referenceFile,
            .temperatureLimits, .versionDate, .ftpFile, .diffusion, .zeroVolumeSpecies, .options:
            break  // Nothing in them changes a Gibbs energy.
        }
    }

    private func readElement(_ cursor: inout StatementCursor, into database: inout Database) {
        let name = scanner.text(cursor.word())
        guard name != "/-", name != "VA", !name.isEmpty else { return }
        var element = Element(name: name, referencePhase: scanner.text(cursor.word()), molarMass: cursor.signedNumber() ?? 0)
        cursor.skipBlanksAndCommas()
        element.enthalpy = cursor.signedNumber() ?? 0
        cursor.skipBlanksAndCommas()
        element.entropy = cursor.signedNumber() ?? 0
        database.elements[name] = element
        database.species[name] = Species(name: name, atoms: [(name, 1)], charge: 0)
    }

    private func readSpecies(_ cursor: inout StatementCursor, into database: inout Database) throws(DatabaseError) {
        let name = scanner.text(cursor.word())
        let formula = cursor.word()
        guard !name.isEmpty, !formula.isEmpty else { throw cursor.malformed("SPECIES needs a name and a formula") }
        var atoms: [(element: String, count: Double)] = []
        var charge = 0.0
        var part = StatementCursor(scanner, formula)
        while let byte = part.peek {
            if byte == UInt8(ascii: "/") {
                part.position += 1
                let sign: Double = part.peek == UInt8(ascii: "-") ? -1 : 1
                if part.peek == UInt8(ascii: "-") || part.peek == UInt8(ascii: "+") { part.position += 1 }
                charge = sign * (part.number() ?? 1)
                break
            }
            let start = part.position
            let two = start + 2 <= part.end ? scanner.text(start..<start + 2) : ""
            let one = scanner.text(start..<start + 1)
            guard let element = [two, one].first(where: { database.elements[$0] != nil || $0 == "VA" }) else {
                throw part.malformed("species \(name) holds an element that is not defined", remedy: "Give an ELEMENT statement for it.")
            }
            part.position += element.utf8.count
            if element != "VA" { atoms.append((element, part.number() ?? 1)) }
        }
        database.species[name] = Species(name: name, atoms: atoms, charge: charge)
    }

    private func readFunction(_ cursor: inout StatementCursor, into database: inout Database) throws(DatabaseError) {
        guard let name = cursor.identifier() else { throw cursor.malformed("FUNCTION needs a name") }
        var parser = ExpressionParser(cursor)
        if database.functions[name] != nil { database.warnings.append("function \(name) is defined twice; the later one counts") }
        database.functions[name] = try parser.piecewise()
    }

    private mutating func readParameter(_ cursor: inout StatementCursor, into database: inout Database) throws(DatabaseError) {
        cursor.skipBlanks()
        let place = cursor.position
        let identifier = try ParameterIdentifier(reading: &cursor)
        cursor.skipBlanksAndCommas()
        var parser = ExpressionParser(cursor)
        let value = try parser.piecewise()
        let rest = scanner.text(parser.cursor.position..<cursor.end).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let parameter = Parameter(identifier: identifier, value: value, reference: String(rest.prefix(Self.maximumReferenceLength)))
        guard let earlier = database.parameters.updateValue(parameter, forKey: identifier) else {
            parameterPlaces.append(place)
            return
        }
        let index = database.parameters.index(forKey: identifier) ?? 0
        let lines = "lines \(scanner.line(of: parameterPlaces[index])) and \(scanner.line(of: place))"
        parameterPlaces[index] = place
        let isSame = earlier.value == value ? ", the same both times" : "; the later one counts, and the two differ"
        database.warnings.append("parameter \(identifier) is given twice, on \(lines)\(isSame)")
    }

    /// A longer remark after a parameter is cut; references are keys such as `91DIN`.
    private static let maximumReferenceLength = 40

    private mutating func readPhase(_ cursor: inout StatementCursor, into database: inout Database) throws(DatabaseError) {
        let (name, letter) = try phaseName(&cursor)
        let codes = Array(scanner.text(cursor.word()))
        // Sublattices in one phase; assessed models stay below 10.
        guard let count = cursor.number(), count >= 1, count <= 64, count == count.rounded() else {
            throw cursor.malformed("PHASE \(name) needs the number of its sublattices, 1 to 64")
        }
        var sites: [Double] = []
        for _ in 0..<Int(count) {
            guard let value = cursor.number(), value > 0 else {
                throw cursor.malformed("PHASE \(name) needs \(Int(count)) site counts, each above zero")
            }
            sites.append(value)
        }
        if database.phases[name] != nil { database.warnings.append("phase \(name) is defined twice; the later one counts") }
        let constituents = database.phases[name]?.constituents ?? []
        database.phases[name] = PhaseDefinition(name: name, modelLetter: letter, sites: sites, constituents: constituents)
        typeCodes[name] = codes
    }

    private mutating func readConstituents(_ cursor: inout StatementCursor, into database: inout Database) throws(DatabaseError) {
        let (name, _) = try phaseName(&cursor)
        guard let phase = database.phases[name] else {
            throw cursor.scanner.error(
                .undefinedPhase, at: cursor.position, "CONSTITUENT names the phase \(name), which is not defined",
                remedy: "Put its PHASE statement before it.")
        }
        var sublattices: [[String]] = []
        _ = cursor.take(":")
        var current: [String] = []
        while true {
            cursor.skipBlanks()
            let start = cursor.position
            while let byte = cursor.peek, byte != UInt8(ascii: ","), byte != UInt8(ascii: ":"), !StatementScanner.isBlank(byte) {
                cursor.position += 1
            }
            let species = scanner.text(start..<cursor.position).filter { $0 != "%" }
            if !species.isEmpty { current.append(species) }
            cursor.skipBlanks()
            guard let separator = cursor.peek else { break }
            if separator == UInt8(ascii: ":") {
                cursor.position += 1
                sublattices.append(current.sorted())
                current = []
            } else if separator == UInt8(ascii: ",") {
                cursor.position += 1
            }
        }
        if !current.isEmpty { sublattices.append(current.sorted()) }
        guard sublattices.count == phase.sites.count, sublattices.allSatisfy({ !$0.isEmpty }) else {
            throw cursor.malformed(
                "phase \(name) has \(phase.sites.count) sublattices, its constituents fill \(sublattices.count)", at: cursor.end - 1)
        }
        database.phases[name]?.constituents = sublattices
    }

    /// `LIQUID:L`, `FCC_A1`: the name, and the letter after it.
    private func phaseName(_ cursor: inout StatementCursor) throws(DatabaseError) -> (String, Character?) {
        guard let name = cursor.phaseName() else { throw cursor.malformed("expected the name of a phase") }
        var letter: Character? = nil
        if cursor.peek == UInt8(ascii: ":"), cursor.position + 1 < cursor.end, StatementCursor.isLetter(scanner.bytes[cursor.position + 1]),
            cursor.position + 2 >= cursor.end || !StatementCursor.isNameByte(scanner.bytes[cursor.position + 2])
        {
            // `PHASE:A,B:` without a blank would read A as a letter; a comma or colon next shows that it is a constituent.
            let after = cursor.position + 2 < cursor.end ? scanner.bytes[cursor.position + 2] : UInt8(ascii: " ")
            if after != UInt8(ascii: ","), after != UInt8(ascii: "%") {
                letter = Character(Unicode.Scalar(scanner.bytes[cursor.position + 1]))
                cursor.position += 2
            }
        }
        return (name, letter)
    }

    private mutating func readTypeDefinition(_ cursor: inout StatementCursor) {
        guard let code = scanner.text(cursor.word()).first else { return }
        let rest = scanner.text(cursor.position..<cursor.end)
        typeDefinitions.append((code, rest.split(whereSeparator: { $0.isWhitespace || $0 == "," }).map(String.init)))
    }

    // MARK: When the whole file is read

    /// Gives the phases what the type definitions say, and names the phases whose model is not supported.
    mutating func finish(_ database: inout Database) throws(DatabaseError) {
        let magnetic = Set(database.parameters.keys.filter { $0.kind == .magneticMoment || $0.kind == .curieTemperature }.map(\.phase))
        for name in database.phases.keys {
            guard var phase = database.phases[name] else { continue }
            if phase.constituents.isEmpty {
                database.unsupported.append(.init(phase: name, reason: "it has no CONSTITUENT statement"))
                continue
            }
            let codes = typeCodes[name] ?? []
            for (code, words) in typeDefinitions where codes.contains(code) { apply(words, to: &phase) }
            // `%` is the code of the file's storage, which some files use without a definition.
            for code in codes where code != "%" && !typeDefinitions.contains(where: { $0.code == code }) {
                // The codes of published files that nothing defines mean nothing; only where a magnetic model may hide behind one is it missed.
                if phase.magnetism == nil, magnetic.contains(name) {
                    phase.unreadDescriptions.append("\(code), which no TYPE_DEFINITION defines, though the phase is magnetic")
                } else {
                    database.warnings.append("phase \(name) has the type code \(code), which no TYPE_DEFINITION defines")
                }
            }
            database.phases[name] = phase
        }
        for name in database.phases.keys where !database.unsupported.contains(where: { $0.phase == name }) {
            let unread = database.phases[name]?.unreadDescriptions.first.map { "its type definition is not supported: \($0)" }
            if let reason = unread ?? database.unsupportedModelReason(of: name) { database.unsupported.append(.init(phase: name, reason: reason)) }
        }
        for identifier in database.parameters.keys where database.phases[identifier.phase] == nil {
            database.warnings.append("parameter \(identifier) belongs to no phase of the file and is not used")
        }
    }

    /// `GES A_P_D phase MAGNETIC -1.0 0.4`, `GES A_P_D phase DIS_PART phase`, `GES A_P_D phase NEVER_DISORDER phase`.
    private func apply(_ words: [String], to phase: inout PhaseDefinition) {
        // `SEQ *` says where parameters are stored.
        if words.isEmpty || words[0].hasPrefix("SEQ") || words[0].hasPrefix("RND") { return }
        guard words.count >= 4, words[0] == "GES", Self.isAmend(words[1]) else {
            // `IF (...) THEN` needs a running Thermo-Calc.
            phase.unreadDescriptions.append(words.prefix(Self.maximumWords).joined(separator: " "))
            return
        }
        // The phase's name in the definition may be `@`, or cut short; the type code is what ties it to a phase.
        let keyword = words[3].replacing("-", with: "_")
        if "MAGNETIC".hasPrefix(keyword), words.count >= 6, let factor = number(words[4]), let structure = number(words[5]) {
            phase.magnetism = .init(antiferromagneticFactor: factor, structureFactor: structure)
        } else if words.count >= 5, keyword.hasPrefix("DIS") || keyword.hasPrefix("NEVER") {
            // The disordered phase may carry the same code; it has no disordered part of its own.
            if words[4] != phase.name {
                phase.disorderedPart = words[4]
                phase.neverDisorders = keyword.hasPrefix("NEVER")
            }
        } else if keyword.hasPrefix("MAJ") || keyword.hasPrefix("C_S") || keyword.hasPrefix("COMP") {
            // Major constituents and composition sets are hints for a starting point, which Tieline does not need.
        } else {
            phase.unreadDescriptions.append(words.prefix(Self.maximumWords).joined(separator: " "))
        }
    }

    /// Words of a description kept for messages.
    private static let maximumWords = 12

    private static func isAmend(_ word: String) -> Bool {
        let parts = word.split { $0 == "_" || $0 == "-" }
        let full = ["AMEND", "PHASE", "DESCRIPTION"]
        return !parts.isEmpty && parts.count <= full.count && zip(parts, full).allSatisfy { $1.hasPrefix($0) }
    }

    private func number(_ word: String) -> Double? {
        let part = StatementScanner(word.utf8, file: scanner.file)
        var cursor = StatementCursor(part, 0..<part.bytes.count)
        return cursor.signedNumber()
    }
}
