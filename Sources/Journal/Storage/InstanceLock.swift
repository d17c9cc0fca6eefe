import Foundation

/// The lock that lets one daemon at a time own a state folder: `flock` on `tielined.lock`, which holds the process identifier.
///
/// The kernel releases it when the process ends, however it ends; the file itself stays and means nothing without the lock.
final class InstanceLock: Sendable {
    static let fileName = "tielined.lock"
    private let descriptor: Int32

    /// - Throws: ``JournalError`` with code `locked`, which names the process that holds it.
    init(folder: String) throws(JournalError) {
        let path = folder + "/" + Self.fileName
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw JournalError(
                .inputOutput, message: "\(path) cannot be opened: \(String(cString: strerror(errno)))",
                remedy: "Give the daemon's user the state folder, on a local disk")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.holder(descriptor)
            close(descriptor)
            throw JournalError(
                .locked, message: "\(folder) belongs to a running daemon\(holder.map { ", process \($0)" } ?? "")",
                remedy: "Talk to that daemon with `tieline`, or end it first\(holder.map { ": `kill \($0)`" } ?? "")", holder: holder)
        }
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.count, 0) == text.count else {
            close(descriptor)
            throw JournalError(.diskFull, message: "\(path) cannot be written", remedy: "Free space on the disk of the state folder")
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    private static func holder(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: bytes[..<count].prefix { $0 != 10 }, as: UTF8.self))
    }
}
