internal import OrderedCollections

/// What can only be settled when the whole file has been read: what the type codes of phases mean, and which phases are supported.
extension StatementReader {
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
                    database.readings.append(
                        DatabaseFinding(
                            .note, .undefinedTypeCode, line: database.lines.phases[name], subject: name,
                            "phase \(name) has the type code \(code), which no TYPE_DEFINITION defines", remedy: "Define it, or leave it out."))
                }
            }
            database.phases[name] = phase
        }
        for name in database.phases.keys where !database.unsupported.contains(where: { $0.phase == name }) {
            let unread = database.phases[name]?.unreadDescriptions.first.map { "its type definition is not supported: \($0)" }
            if let reason = unread ?? database.unsupportedModelReason(of: name) { database.unsupported.append(.init(phase: name, reason: reason)) }
        }
        for (identifier, parameter) in database.parameters where database.phases[identifier.phase] == nil {
            database.readings.append(
                DatabaseFinding(
                    .warning, .parameterWithoutPhase, line: parameter.line, subject: identifier.description,
                    "parameter \(identifier) belongs to no phase of the file and is not used",
                    remedy: "Correct the name of the phase, or give its PHASE and CONSTITUENT statements."))
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
