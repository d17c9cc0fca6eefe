/// Reads one statement from left to right. Every method leaves the position after what it read, or where it was when it read nothing.
struct StatementCursor {
    let scanner: StatementScanner
    var position: Int
    let end: Int

    init(_ scanner: StatementScanner, _ range: Range<Int>) {
        self.scanner = scanner
        position = range.lowerBound
        end = range.upperBound
    }

    var peek: UInt8? { position < end ? scanner.bytes[position] : nil }

    mutating func skipBlanks() {
        while position < end, StatementScanner.isBlank(scanner.bytes[position]) { position += 1 }
    }

    mutating func skipBlanksAndCommas() {
        while position < end, StatementScanner.isBlank(scanner.bytes[position]) || scanner.bytes[position] == UInt8(ascii: ",") { position += 1 }
    }

    /// Consumes the character after blanks, if it is the next one.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// The next run of non-blank characters; empty at the end.
    mutating func word() -> Range<Int> {
        skipBlanks()
        let start = position
        while position < end, !StatementScanner.isBlank(scanner.bytes[position]) { position += 1 }
        return start..<position
    }

    /// A name: letters, digits, `_`, and what species carry (`/`, `+`, `-` are left to the caller).
    mutating func identifier() -> String? {
        skipBlanks()
        let start = position
        guard let first = peek, Self.isLetter(first) || first == UInt8(ascii: "_") else { return nil }
        while position < end, Self.isNameByte(scanner.bytes[position]) { position += 1 }
        return scanner.text(start..<position)
    }

    /// The name of a phase, which may begin with a digit and hold a hyphen or a point.
    mutating func phaseName() -> String? {
        skipBlanks()
        let start = position
        while position < end,
            Self.isNameByte(scanner.bytes[position]) || scanner.bytes[position] == UInt8(ascii: "-") || scanner.bytes[position] == UInt8(ascii: ".")
        {
            position += 1
        }
        return position > start ? scanner.text(start..<position) : nil
    }

    /// An unsigned decimal number with an optional exponent (`E` or Fortran's `D`).
    mutating func number() -> Double? {
        skipBlanks()
        let start = position
        var index = position
        var digits = 0
        while index < end, Self.isDigit(scanner.bytes[index]) { index += 1; digits += 1 }
        if index < end, scanner.bytes[index] == UInt8(ascii: ".") {
            index += 1
            while index < end, Self.isDigit(scanner.bytes[index]) { index += 1; digits += 1 }
        }
        guard digits > 0 else { return nil }
        let mantissaEnd = index
        var exponent = ""
        if index < end, scanner.bytes[index] == UInt8(ascii: "E") || scanner.bytes[index] == UInt8(ascii: "D") {
            var probe = index + 1
            let signStart = probe
            if probe < end, scanner.bytes[probe] == UInt8(ascii: "+") || scanner.bytes[probe] == UInt8(ascii: "-") { probe += 1 }
            let digitStart = probe
            while probe < end, Self.isDigit(scanner.bytes[probe]) { probe += 1 }
            if probe > digitStart {
                exponent = "E" + scanner.text(signStart..<probe)
                index = probe
            }
        }
        // Swift wants a digit on both sides of the point; TDB files write `.5` and `2.`.
        var mantissa = scanner.text(start..<mantissaEnd)
        if mantissa.hasPrefix(".") { mantissa = "0" + mantissa }
        if mantissa.hasSuffix(".") { mantissa += "0" }
        guard let value = Double(mantissa + exponent), value.isFinite else { return nil }
        position = index
        return value
    }

    mutating func signedNumber() -> Double? {
        skipBlanks()
        let start = position
        var sign = 1.0
        if peek == UInt8(ascii: "-") { sign = -1; position += 1 } else if peek == UInt8(ascii: "+") { position += 1 }
        guard let value = number() else {
            position = start
            return nil
        }
        return sign * value
    }

    func malformed(_ message: String, at offset: Int? = nil, remedy: String = "Correct the statement.") -> DatabaseError {
        let place = min(offset ?? position, max(end - 1, 0))
        return scanner.error(.malformedStatement, at: place, text: place..<end, message, remedy: remedy)
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
    static func isLetter(_ byte: UInt8) -> Bool { byte >= 65 && byte <= 90 }
    static func isNameByte(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) || byte == UInt8(ascii: "_") }
}
