/// The bytes of a TDB file, cut into statements.
///
/// A statement runs to the next `!`; `$` starts a comment that runs to the end of the line, wherever it stands. Comments are blanked
/// rather than removed and letters are made upper case in place, so every byte keeps its place and an error can name line and column.
struct StatementScanner {
    /// Upper case, comments blanked, control characters made spaces.
    let bytes: [UInt8]
    let file: String
    private let lineStarts: [Int]

    /// One statement: the half-open range of its bytes without the closing `!`.
    typealias Statement = Range<Int>

    init(_ original: some Sequence<UInt8>, file: String) {
        var bytes = [UInt8]()
        bytes.reserveCapacity(original.underestimatedCount)
        var lineStarts = [0]
        var isComment = false
        var isAfterReturn = false
        for byte in original {
            if isAfterReturn, byte != UInt8(ascii: "\n") {
                // A carriage return alone ends the line, as on old Macintosh machines.
                bytes[bytes.count - 1] = UInt8(ascii: "\n")
                lineStarts.append(bytes.count)
                isComment = false
            }
            isAfterReturn = byte == UInt8(ascii: "\r")
            switch byte {
            case UInt8(ascii: "\n"):
                isComment = false
                bytes.append(byte)
                lineStarts.append(bytes.count)
            case UInt8(ascii: "$"):
                isComment = true
                bytes.append(UInt8(ascii: " "))
            case 0..<32:
                // Tabs, carriage returns of Windows files and stray control characters separate words, nothing more.
                bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "a")...UInt8(ascii: "z"):
                bytes.append(isComment ? UInt8(ascii: " ") : byte - 32)
            default:
                bytes.append(isComment ? UInt8(ascii: " ") : byte)
            }
        }
        self.bytes = bytes
        self.file = file
        self.lineStarts = lineStarts
    }

    /// Every statement of the file, in order.
    ///
    /// - Throws: ``DatabaseError`` `emptyFile` when there is nothing but blanks and comments, `unterminatedStatement` when the
    ///   file ends inside a statement, which is what a truncated file looks like.
    func statements() throws(DatabaseError) -> [Statement] {
        var result: [Statement] = []
        var start: Int? = nil
        for index in bytes.indices {
            let byte = bytes[index]
            if byte == UInt8(ascii: "!") {
                if let begin = start { result.append(begin..<index) }
                start = nil
            } else if start == nil, !Self.isBlank(byte) {
                start = index
            }
        }
        if let begin = start {
            throw error(
                .unterminatedStatement, at: begin, text: begin..<bytes.count,
                "the file ends inside a statement that no `!` closes",
                remedy: "The file is probably truncated: fetch it again, or close the statement.")
        }
        guard !result.isEmpty else {
            throw DatabaseError(
                .emptyFile, file: file, message: "the file holds no statement (\(bytes.count) bytes)",
                remedy: "Give a thermodynamic database in TDB format.")
        }
        return result
    }

    /// Counted from 1.
    func line(of offset: Int) -> Int {
        // The last line start that is not after the offset.
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// An error at a byte of the file.
    func error(
        _ code: DatabaseError.Code, at offset: Int, text range: Range<Int>? = nil, _ message: String, remedy: String
    ) -> DatabaseError {
        let line = line(of: offset)
        let quotedRange = range ?? offset..<min(offset + 30, bytes.count)
        let clipped = quotedRange.lowerBound..<min(quotedRange.upperBound, quotedRange.lowerBound + 60)
        let quoted = text(clipped).split(whereSeparator: { $0 == " " || $0 == "\n" }).joined(separator: " ")
        return DatabaseError(
            code, file: file, line: line, column: offset - lineStarts[line - 1] + 1, offendingText: quoted, message: message, remedy: remedy)
    }
}
