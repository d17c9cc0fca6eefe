/// A key that an object of a JSON text gives twice. Decoders keep one of the two without a word, which would answer another question.
struct DuplicateKey {
    /// As it is written, without its quotes.
    var name: String
    /// Counted from 1.
    var line: Int

    private enum Level {
        case list
        case object(keys: Set<String>)
    }

    /// The first one in a text; nil where there is none, or where the text is not JSON, which its decoder says better.
    static func first(in text: some Sequence<UInt8>) -> DuplicateKey? {
        var levels: [Level] = []
        var line = 1
        var string: [UInt8]?
        var isEscaped = false
        /// Whether a string would be a key: after `{` and, in an object, after `,`.
        var isKeyNext = false
        for byte in text {
            if byte == UInt8(ascii: "\n") { line += 1 }
            if string != nil {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    if isKeyNext, case .object(var keys)? = levels.last {
                        let name = String(decoding: string ?? [], as: UTF8.self)
                        guard keys.insert(name).inserted else { return DuplicateKey(name: name, line: line) }
                        levels[levels.count - 1] = .object(keys: keys)
                    }
                    isKeyNext = false
                    string = nil
                    continue
                }
                string?.append(byte)
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): string = []
            case UInt8(ascii: "{"):
                levels.append(.object(keys: []))
                isKeyNext = true
            case UInt8(ascii: "["):
                levels.append(.list)
                isKeyNext = false
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard levels.popLast() != nil else { return nil }
                isKeyNext = false
            case UInt8(ascii: ","): if case .object? = levels.last { isKeyNext = true }
            default: break
            }
        }
        return nil
    }
}
