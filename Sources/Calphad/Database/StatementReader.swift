internal import OrderedCollections

/// Reads statements into a database, and keeps what can only be settled when the whole file has been read.
struct StatementReader {
    let scanner: StatementScanner
    var typeCodes: [String: [Character]] = [:]
    var typeDefinitions: [(code: Character, words: [String])] = []

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
            database.readings.append(
                DatabaseFinding(
                    .note, .skippedText, line: scanner.line(of: start), subject: String(skipped.prefix(30)),
                    "`\(skipped.prefix(30))` between two statements was skipped", remedy: "Make it a comment with `$`, or remove it."))
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
        database.readings.append(
            DatabaseFinding(
                .warning, .unknownStatement, line: scanner.line(of: statement.lowerBound), subject: String(word.prefix(30)),
                "statement `\(word.prefix(30))` is not known and was skipped", remedy: "Correct the keyword, or make it a comment with `$`."))
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
        cursor.skipBlanks()
        let line = scanner.line(of: cursor.position)
        let name = scanner.text(cursor.word())
        guard name != "/-", name != "VA", !name.isEmpty else { return }
        var element = Element(name: name, referencePhase: scanner.text(cursor.word()), molarMass: cursor.signedNumber() ?? 0)
        cursor.skipBlanksAndCommas()
        element.enthalpy = cursor.signedNumber() ?? 0
        cursor.skipBlanksAndCommas()
        element.entropy = cursor.signedNumber() ?? 0
        database.elements[name] = element
        database.lines.elements[name] = line
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
        cursor.skipBlanks()
        let line = scanner.line(of: cursor.position)
        guard let name = cursor.identifier() else { throw cursor.malformed("FUNCTION needs a name") }
        var parser = ExpressionParser(cursor)
        let value = try parser.piecewise()
        if let earlier = database.functions.updateValue(value, forKey: name) {
            noteRepetition("function \(name)", database.lines.functions[name] ?? 0, line, isSame: earlier == value, into: &database)
        }
        database.lines.functions[name] = line
    }

    /// The later of two definitions counts; whether the earlier one said the same decides how much it matters.
    private func noteRepetition(_ subject: String, _ first: Int, _ second: Int, isSame: Bool, into database: inout Database) {
        let difference = isSame ? ", the same both times" : "; the later one counts, and the two differ"
        database.readings.append(
            DatabaseFinding(
                isSame ? .note : .warning, .givenTwice, line: second, subject: subject,
                "\(subject) is given twice, on lines \(first) and \(second)\(difference)", remedy: "Remove one of the two."))
    }

    private func readParameter(_ cursor: inout StatementCursor, into database: inout Database) throws(DatabaseError) {
        cursor.skipBlanks()
        let line = scanner.line(of: cursor.position)
        let identifier = try ParameterIdentifier(reading: &cursor)
        cursor.skipBlanksAndCommas()
        var parser = ExpressionParser(cursor)
        let value = try parser.piecewise()
        let rest = scanner.text(parser.cursor.position..<cursor.end).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        var parameter = Parameter(identifier: identifier, value: value, reference: String(rest.prefix(Self.maximumReferenceLength)))
        parameter.line = line
        guard let earlier = database.parameters.updateValue(parameter, forKey: identifier) else { return }
        noteRepetition("parameter \(identifier)", earlier.line, line, isSame: earlier.value == value, into: &database)
    }

    /// A longer remark after a parameter is cut; references are keys such as `91DIN`.
    private static let maximumReferenceLength = 40

    private mutating func readPhase(_ cursor: inout StatementCursor, into database: inout Database) throws(DatabaseError) {
        cursor.skipBlanks()
        let line = scanner.line(of: cursor.position)
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
        let earlier = database.phases[name]
        if let earlier {
            let isSame = earlier.sites == sites && earlier.modelLetter == letter && typeCodes[name] == codes
            noteRepetition("phase \(name)", database.lines.phases[name] ?? 0, line, isSame: isSame, into: &database)
        }
        let constituents = earlier?.constituents ?? []
        database.lines.phases[name] = line
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
}
