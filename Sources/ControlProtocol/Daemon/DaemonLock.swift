import FoundationEssentials
import Glibc

/// The file beside the control socket that a daemon locks for as long as it lives, and that says where everything of it is.
///
/// The kernel lets go of the lock when the process dies, however it dies, so a file that is left over locks nobody out, and a process number that
/// was given to another program meanwhile is never taken for the daemon's.
public final class DaemonLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock and writes `record` into the file.
    /// - Throws: ``ControlFailure`` with `connection.pathHeld` that names the process which holds it.
    public init(path: String, record: DaemonRecord) throws(ControlFailure) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ControlFailure(
                .connection(.notPermitted), message: "the lock file \(path) cannot be written: \(String(cString: strerror(errno)))",
                remedy: "Give the daemon a folder that it may write to.")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            let holder = Self.record(at: path).map { "process \($0.processIdentifier)" } ?? "another process"
            throw ControlFailure(
                .connection(.pathHeld), message: "a daemon already runs here: \(holder) holds \(path)",
                remedy: "Use that one, or end it first; one laboratory has one daemon.")
        }
        let bytes = (try? JSONEncoder().encode(record)) ?? Data()
        guard ftruncate(descriptor, 0) == 0, bytes.withUnsafeBytes({ pwrite(descriptor, $0.baseAddress, $0.count, 0) }) == bytes.count else {
            close(descriptor)
            throw ControlFailure(
                .connection(.notPermitted), message: "the lock file \(path) cannot be written: \(String(cString: strerror(errno)))",
                remedy: "Check that the disk is not full.")
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// What the file says, whoever wrote it; `nil` if there is none or it cannot be read.
    public static func record(at path: String) -> DaemonRecord? {
        // A lock file is a few hundred bytes; what is longer is not ours.
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { return nil }
        return try? JSONDecoder().decode(DaemonRecord.self, from: Data(buffer[..<count]))
    }

    /// Whether a living process holds the lock.
    public static func isHeld(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return true }
        flock(descriptor, LOCK_UN)
        return false
    }
}
