import Foundation

/// The line that says where the bench listens.
struct ReadyLine: Encodable {
    /// The pseudo-terminal, where there is a furnace.
    var furnace: String?
    /// The HTTP port.
    var port: Int

    /// Writes the line to standard output, and to a file if there is to be one: written beside and renamed, so nobody reads half of it.
    func announce(file: String?) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(self) else { return }
        let line = json + Data("\n".utf8)
        FileHandle.standardOutput.write(line)
        if let file {
            do {
                try line.write(to: URL(fileURLWithPath: file), options: .atomic)
            } catch {
                FileHandle.standardError.write(Data("tieline-sim: cannot write \(file): \(error)\n".utf8))
            }
        }
    }

    /// A file that says where a bench listened that is gone helps nobody.
    static func remove(file: String?) {
        if let file { try? FileManager.default.removeItem(atPath: file) }
    }
}
