import Glibc

/// `pthread_setname_np` hides behind a feature macro that Swift does not set; the kernel takes the name as a file too. A thread without a name works as well.
private func nameThisThread(_ name: String) {
    let descriptor = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    let bytes = Array(name.utf8.prefix(15))
    _ = write(descriptor, bytes, bytes.count)
    close(descriptor)
}

/// A job, and on whose behalf it runs.
enum ThreadJob {
    case ofActor(UnownedJob, UnownedSerialExecutor)
    case ofTask(UnownedJob, UnownedTaskExecutor)

    func run() {
        switch self {
        case .ofActor(let job, let executor): job.runSynchronously(on: executor)
        case .ofTask(let job, let executor): job.runSynchronously(on: executor)
        }
    }
}

private final class ThreadContext {
    let queue: ThreadJobQueue
    let name: String

    init(queue: ThreadJobQueue, name: String) {
        self.queue = queue
        self.name = name
    }
}

/// Jobs waiting for their thread.
///
/// `@unchecked Sendable`: `entries` and `isClosed` are touched only between `lock` and `unlock` of `mutex`; the two C objects never move.
final class ThreadJobQueue: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var entries: [ThreadJob] = []
    private var isClosed = false

    init() {
        mutex.initialize(to: pthread_mutex_t())
        condition.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        pthread_cond_destroy(condition)
        mutex.deallocate()
        condition.deallocate()
    }

    func append(_ entry: ThreadJob) {
        pthread_mutex_lock(mutex)
        entries.append(entry)
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    func close() {
        pthread_mutex_lock(mutex)
        isClosed = true
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    /// Begins a detached thread that lives until `close`.
    func startThread(name: String) {
        let context = ThreadContext(queue: self, name: name)
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { raw in
                guard let raw else { return nil }
                let context = Unmanaged<ThreadContext>.fromOpaque(raw).takeRetainedValue()
                nameThisThread(context.name)
                context.queue.run()
                return nil
            }, Unmanaged.passRetained(context).toOpaque())
        precondition(status == 0, "the system gave no thread for \(name) (error \(status)): nothing can talk to an instrument")
        pthread_detach(thread)
    }

    /// The thread's whole life. Jobs that came before `close` still run.
    private func run() {
        while true {
            pthread_mutex_lock(mutex)
            while entries.isEmpty && !isClosed { pthread_cond_wait(condition, mutex) }
            let batch = entries
            entries.removeAll(keepingCapacity: true)
            pthread_mutex_unlock(mutex)
            if batch.isEmpty { return }
            for job in batch { job.run() }
        }
    }
}
