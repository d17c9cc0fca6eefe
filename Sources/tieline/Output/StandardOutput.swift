import FoundationEssentials
import Glibc

/// What a command was asked for.
enum StandardOutput {
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    static func line(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

    /// One JSON document with sorted keys, so that the same result is the same text.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        line(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}

/// Progress and complaints.
enum StandardError {
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    static func line(_ text: String) { write(text + "\n", to: STDERR_FILENO) }
}

/// Writes all of `text`; a reader that went away ends the program by SIGPIPE, as it does every program in a pipe.
func write(_ text: String, to descriptor: Int32) {
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
        let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 || errno == EINTR else { return }
        written += max(count, 0)
    }
}
