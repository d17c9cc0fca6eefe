import Foundation

/// Runs tasks on one thread of its own: what is started here goes on even if every thread of the cooperative pool is stuck.
final class EmergencyExecutor: TaskExecutor {
    private let condition = NSCondition()
    /// Guarded by `condition`.
    nonisolated(unsafe) private var jobs: [UnownedJob] = []

    init(name: String) {
        let thread = Thread { [self] in
            while true { takeJob().runSynchronously(on: asUnownedTaskExecutor()) }
        }
        thread.name = name
        thread.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        condition.lock()
        jobs.append(job)
        condition.signal()
        condition.unlock()
    }

    private func takeJob() -> UnownedJob {
        condition.lock()
        defer { condition.unlock() }
        while jobs.isEmpty { condition.wait() }
        return jobs.removeFirst()
    }
}
