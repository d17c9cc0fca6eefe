/// Runs an actor on a thread of its own, so that a call which waits for an instrument never holds up the cooperative pool.
///
/// The thread lives as long as the executor. Jobs run in the order in which they came, one at a time.
public final class ThreadExecutor: SerialExecutor {
    private let queue = ThreadJobQueue()

    /// - Parameter name: What the thread is called in a debugger or in `top -H`; Linux keeps the first fifteen bytes.
    public init(name: String) { queue.startThread(name: name) }

    // The last job may let go of the executor on its own thread, so nobody joins: the queue outlives us and ends the thread.
    deinit { queue.close() }

    public func enqueue(_ job: consuming ExecutorJob) {
        queue.append(.ofActor(UnownedJob(job), asUnownedSerialExecutor()))
    }

    public func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }
}

/// Runs tasks on a thread of its own: what is begun here needs no thread of the cooperative pool, so it goes on when every one of them is stuck.
final class ThreadTaskExecutor: TaskExecutor {
    private let queue = ThreadJobQueue()

    init(name: String) { queue.startThread(name: name) }

    deinit { queue.close() }

    func enqueue(_ job: consuming ExecutorJob) {
        queue.append(.ofTask(UnownedJob(job), asUnownedTaskExecutor()))
    }
}
