internal import OrderedCollections

extension Database {
    /// The database as a TDB file that reads back to the same Gibbs energies, to the last bit.
    ///
    /// Numbers are the shortest decimals that read back the same, sums keep their order and brackets, and lines have at most
    /// ``maximumLineLength`` characters, which Thermo-Calc needs. Remarks of the file it came from are not kept; what the file says of a phase
    /// that Tieline cannot read is.
    ///
    /// - Parameter comments: what to say above a parameter, as "fitted: −546 ± 30 J/mol"; any length, any characters.
    public func tdb(comments: [ParameterIdentifier: String] = [:]) throws(DatabaseError) -> String {
        var text = TextWriter()
        for line in file.split(whereSeparator: \.isNewline) { text.comment("Written by Tieline from \(line)") }
        text.line("ELEMENT /- ELECTRON_GAS 0 0 0 !")
        text.line("ELEMENT VA VACUUM 0 0 0 !")
        for element in elements.values {
            let numbers = [element.molarMass, element.enthalpy, element.entropy].map(Expression.spelling).joined(separator: " ")
            text.line("ELEMENT \(element.name) \(element.referencePhase.isEmpty ? "UNKNOWN" : element.referencePhase) \(numbers) !")
        }
        for species in species.values where elements[species.name] == nil { text.line("SPECIES \(species.name) \(species.formula) !") }
        text.line("")
        for (name, function) in functions { text.statement(["FUNCTION \(name)"] + pieces(function) + ["!"]) }
        text.line("")
        try write(phases: &text)
        for (identifier, parameter) in parameters {
            if let comment = comments[identifier] { text.comment(comment) }
            let reference = parameter.reference.isEmpty ? [] : [parameter.reference]
            text.statement(["PARAMETER \(identifier)"] + pieces(parameter.value) + reference + ["!"])
        }
        return text.text
    }

    /// The longest line of a TDB file, characters.
    public static let maximumLineLength = 80

    private func pieces(_ value: PiecewiseExpression) -> [String] {
        var result = [Expression.spelling(value.lowerTemperature)]
        for (index, range) in value.ranges.enumerated() {
            var expression = range.expression.pieces { functions[$0] != nil }
            expression[expression.count - 1] += ";"
            result += expression
            result.append("\(Expression.spelling(range.upperTemperature)) \(index + 1 < value.ranges.count ? "Y" : "N")")
        }
        return result
    }

    private func write(phases text: inout TextWriter) throws(DatabaseError) {
        text.line("TYPE_DEFINITION % SEQ * !")
        var codes = TypeCodes()
        for phase in phases.values {
            var used = "%"
            for description in phase.descriptions {
                let (code, isNew) = try codes.code(for: description, file: file)
                if isNew { text.line("TYPE_DEFINITION \(code) \(description) !") }
                used.append(code)
            }
            let letter = phase.modelLetter.map { ":\($0)" } ?? ""
            text.statement(["PHASE \(phase.name)\(letter) \(used) \(phase.sites.count)"] + phase.sites.map(Expression.spelling) + ["!"])
            guard !phase.constituents.isEmpty else { continue }
            var pieces = ["CONSTITUENT \(phase.name)\(letter) :"]
            for sublattice in phase.constituents {
                for (index, name) in sublattice.enumerated() { pieces.append(name + (index + 1 < sublattice.count ? "," : " :")) }
            }
            text.statement(pieces + ["!"])
        }
        text.line("")
    }
}

extension PhaseDefinition {
    /// What its type definitions say, without their codes.
    fileprivate var descriptions: [String] {
        var result: [String] = []
        if let magnetism {
            let numbers = [magnetism.antiferromagneticFactor, magnetism.structureFactor].map(Expression.spelling).joined(separator: " ")
            result.append("GES AMEND_PHASE_DESCRIPTION @ MAGNETIC \(numbers)")
        }
        if let disorderedPart {
            result.append("GES AMEND_PHASE_DESCRIPTION \(name) \(neverDisorders ? "NEVER_DISORDER" : "DIS_PART") \(disorderedPart)")
        }
        return result + unreadDescriptions
    }
}

extension Species {
    /// `AL2O3`, with every count written out: `C1O1` is no cobalt.
    fileprivate var formula: String {
        let atoms = self.atoms.map { $0.element + Expression.spelling($0.count) }.joined()
        let charge = self.charge == 0 ? "" : "/" + (self.charge < 0 ? "-" : "+") + Expression.spelling(abs(self.charge))
        return atoms.isEmpty && charge.isEmpty ? "VA" : atoms + charge
    }
}

/// The one-character codes by which phases name their type definitions.
private struct TypeCodes {
    private var known: OrderedDictionary<String, Character> = [:]
    // Not `%`, which stands for the storage, nor what ends statements, comments or lists.
    private var free = Array("&'()*+-./:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".reversed())

    mutating func code(for description: String, file: String) throws(DatabaseError) -> (Character, isNew: Bool) {
        if let code = known[description] { return (code, false) }
        guard let code = free.popLast() else {
            throw DatabaseError(
                .tooComplex, file: file, message: "the phases need more than \(known.count) type definitions",
                remedy: "Write a part of the database: choose elements.")
        }
        known[description] = code
        return (code, true)
    }
}

/// Lines of a TDB file.
private struct TextWriter {
    private(set) var text = ""

    mutating func line(_ line: String) {
        text += line
        text += "\n"
    }

    /// `$ ` and the words, broken into lines.
    mutating func comment(_ comment: String) {
        var current = "$"
        for word in comment.split(whereSeparator: \.isWhitespace) {
            if current.count + word.count + 1 > Database.maximumLineLength, current.count > 1 {
                line(current)
                current = "$"
            }
            current += " " + word
        }
        line(current)
    }

    /// One statement, broken between pieces: TDB takes a line end wherever it takes a blank.
    mutating func statement(_ pieces: [String]) {
        var current = ""
        for piece in pieces {
            if !current.isEmpty, current.utf8.count + piece.utf8.count + 1 > Database.maximumLineLength {
                line(current)
                current = "  "
            }
            if current.isEmpty || current == "  " {
                current += piece
            } else {
                // Factors of one term stand together; terms, limits and words apart.
                let binds = piece.hasPrefix("*") || piece.hasPrefix("/") || current.hasSuffix("(")
                current += (binds ? "" : " ") + piece
            }
        }
        line(current)
    }
}
