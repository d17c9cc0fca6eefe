internal import OrderedCollections

/// Reads statements into a database, and keeps what can only be settled when the whole file has been read.
struct StatementReader {
    private let scanner: StatementScanner
    /// Where a function or parameter starts, for errors found later.
    private var typeCodes: [String: [Character]] = [:]
    private var typeDefinitions: [(code: Character, words: [String])] = []
    /// Phase names in the order of their `PHASE` statements.
    private var phaseOrder: [String] = []
    private var constituentsSeen: [String] = []

    init(_ scanner: StatementScanner) { self.scanner = scanner }

    mutating func read(_ statement: Range<Int>, into database: inout Database) throws(DatabaseError) {
        var cursor = StatementCursor(scanner, statement)
        let word = scanner.text(cursor.word())
        switch Keyword(abbreviation: word) {
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
        case nil:
            let place = scanner.error(.malformedStatement, at: statement.lowerBound, "", remedy: "")
            database.warnings.append("line \(place.line): statement `\(word.prefix(30))` is not known and was skipped")
        }
    }

    private func readElement(_ cursor: inout StatementCursor, into database: inout Database) {
        let name = scanner.text(cursor.word())
        guard name != "/-", name != "VA", !name.isEmpty else { return }
        let reference = scanner.text(cursor.word())
        database.elements[name] = Element(name: name, referencePhase: reference, molarMass: cursor.signedNumber() ?? 0)
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
                throw part.malformed("species \(name) holds an element that is not defined", remedy: "Define the element before the species.")
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

    private func readParameter(_ cursor: inout StatementCursor, into database: inout Database) throws(DatabaseError) {
        cursor.skipBlanks()
        let identifier = try ParameterIdentifier(reading: &cursor)
        var parser = ExpressionParser(cursor)
        let value = try parser.piecewise()
        if database.parameters[identifier] != nil { database.warnings.append("parameter \(identifier) is given twice; the later one counts") }
        database.parameters[identifier] = Parameter(identifier: identifier, value: value)
    }

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
        constituentsSeen.append(name)
    }

    /// `LIQUID:L`, `FCC_A1`: the name, and the letter after it.
    private func phaseName(_ cursor: inout StatementCursor) throws(DatabaseError) -> (String, Character?) {
        guard let name = cursor.identifier() else { throw cursor.malformed("expected the name of a phase") }
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
        typeDefinitions.append((code, rest.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "," }).map(String.init)))
    }

    // MARK: When the whole file is read

    /// Gives the phases what the type definitions say, and names the phases whose model is not supported.
    mutating func finish(_ database: inout Database) throws(DatabaseError) {
        for name in database.phases.keys {
            guard var phase = database.phases[name] else { continue }
            if phase.constituents.isEmpty {
                database.unsupported.append(.init(phase: name, reason: "it has no CONSTITUENT statement"))
                continue
            }
            var reason: String? = nil
            for (code, words) in typeDefinitions where typeCodes[name]?.contains(code) ?? false {
                reason = reason ?? Self.apply(words, to: &phase)
            }
            database.phases[name] = phase
            reason = reason ?? Self.unsupportedReason(phase, database)
            if let reason { database.unsupported.append(.init(phase: name, reason: reason)) }
        }
        for identifier in database.parameters.keys where database.phases[identifier.phase] == nil {
            database.warnings.append("parameter \(identifier) belongs to no phase of the file and is not used")
        }
    }

    /// `GES A_P_D phase MAGNETIC -1.0 0.4` and `GES A_P_D phase DIS_PART phase`. Returns why the phase cannot be supported, if so.
    private static func apply(_ words: [String], to phase: inout PhaseDefinition) -> String? {
        guard words.count >= 4, words[0] == "GES" else {
            // `SEQ *` says where parameters are stored; `IF (...) THEN` needs a running Thermo-Calc.
            return words.first == "IF" ? "a conditional type definition (\(words.prefix(6).joined(separator: " ")))" : nil
        }
        // The phase's name in the definition may be `@`, or cut short; the type code is what ties it to a phase.
        let keyword = words[3]
        if "MAGNETIC".hasPrefix(keyword), words.count >= 6, let factor = Double(words[4]), let structure = Double(words[5]) {
            phase.magnetism = .init(antiferromagneticFactor: factor, structureFactor: structure)
        } else if keyword.hasPrefix("DIS"), words.count >= 5 {
            // The disordered phase may carry the same code; it has no disordered part of its own.
            if words[4] != phase.name { phase.disorderedPart = words[4] }
        } else if keyword.hasPrefix("MAJ") || keyword.hasPrefix("C_S") || keyword.hasPrefix("COMP") {
            // Major constituents and composition sets are hints for a starting point, which Tieline does not need.
        } else {
            return "its type definition \(words.joined(separator: " ")) is not known"
        }
        return nil
    }

    private static func unsupportedReason(_ phase: PhaseDefinition, _ database: Database) -> String? {
        switch phase.modelLetter {
        case "Y": return "the two-sublattice ionic liquid is not supported"
        case "F", "B": return "the four-sublattice option :\(phase.modelLetter ?? "F") is not supported"
        default: break
        }
        if let disordered = phase.disorderedPart { return "its disordered part \(disordered) is not supported (order-disorder partition)" }
        for name in phase.constituents.joined() where name != "VA" {
            guard let species = database.species[name] else { return "its constituent \(name) is not defined" }
            if species.charge != 0 { return "its constituent \(name) is charged" }
        }
        return nil
    }
}
