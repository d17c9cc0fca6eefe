import Foundation
import Glibc

/// A pair of pseudo-terminals: the master opens `path` as it would a serial port, the furnace sits at the other end.
struct PseudoTerminal: Sendable {
    /// Why there is no pseudo-terminal, or no link to it.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// The furnace's end.
    let controller: Int32
    /// The device that the master opens.
    let path: String
    /// Held open by the bench, so that the line does not hang up when a master closes it.
    private let line: Int32
    private let link: String?

    /// - Parameter link: Where a symbolic link to the device is put; an older link there is replaced, anything else is left alone.
    init(link: String?) throws {
        var controller: Int32 = -1
        var line: Int32 = -1
        // Longer than any name of a pseudo-terminal, `/dev/pts/N`.
        var name = [CChar](repeating: 0, count: 128)
        guard openpty(&controller, &line, &name, nil, nil) == 0 else { throw Self.failure("there is no pseudo-terminal") }
        let path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        try Self.makeRaw(line)
        if let link {
            let files = FileManager.default
            if (try? files.destinationOfSymbolicLink(atPath: link)) != nil {
                try files.removeItem(atPath: link)
            } else if files.fileExists(atPath: link) {
                throw Failure(description: "\(link) exists and is not a link. Choose another --link.")
            }
            guard symlink(path, link) == 0 else { throw Self.failure("cannot make the link \(link)") }
        }
        self.controller = controller
        self.path = path
        self.line = line
        self.link = link
    }

    /// Removes the link, if it still leads here, and ends the line.
    func close() {
        if let link, (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) == path { unlink(link) }
        Glibc.close(line)
        Glibc.close(controller)
    }

    /// Bytes as they are: no echo, no line editing, no translation of line ends.
    private static func makeRaw(_ descriptor: Int32) throws {
        var attributes = termios()
        guard tcgetattr(descriptor, &attributes) == 0 else { throw failure("the pseudo-terminal has no attributes") }
        cfmakeraw(&attributes)
        guard tcsetattr(descriptor, TCSANOW, &attributes) == 0 else { throw failure("the pseudo-terminal cannot be made raw") }
    }

    private static func failure(_ what: String) -> Failure { Failure(description: "\(what): \(String(cString: strerror(errno)))") }
}
