import ControlProtocol
import Foundation
import Testing

@Suite("The lock file")
struct DaemonLockTests {
    @Test("One holder at a time, named to the second; let go when it ends")
    func lock() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "tieline-\(UUID().uuidString).lock").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let record = DaemonRecord(processIdentifier: 4711, socket: "/s", state: "/state", instruments: "/instruments.yaml")
        #expect(!DaemonLock.isHeld(path))
        var lock: DaemonLock? = try DaemonLock(path: path, record: record)
        #expect(DaemonLock.isHeld(path))
        #expect(DaemonLock.record(at: path) == record)
        let failure = #expect(throws: ControlFailure.self) { try DaemonLock(path: path, record: record) }
        #expect(failure?.message.contains("process 4711") == true)
        withExtendedLifetime(lock) {}
        lock = nil
        #expect(!DaemonLock.isHeld(path))
        #expect(throws: Never.self) { try DaemonLock(path: path, record: record) }
    }
}
