import Synchronization

/// Holds the lock of the state folder until the journal is closed or forgotten.
final class LockBox: Sendable {
    private let lock: Mutex<InstanceLock?>

    init(_ lock: InstanceLock) { self.lock = Mutex(lock) }

    func release() { lock.withLock { $0 = nil } }
}
