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
        try reader.read(try scanner.statements(), into: &self)
        guard !elements.isEmpty || !phases.isEmpty else {
            throw DatabaseError(
                .notADatabase, file: file, message: "no element and no phase is defined in it", remedy: "Give a thermodynamic database in TDB format."
            )
        }
        try reader.finish(&self)
        try checkReferences()
    }
}
