import Glibc

/// Calls once after a time, from a thread of its own, unless it was cancelled before.
///
/// `Task.sleep` wakes through the cooperative pool; a limit that has to hold when the pool is stuck cannot.
///
/// `@unchecked Sendable`: `isCancelled` is touched only while `mutex` is held; the two C objects never move.
final class WallTimer: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var isCancelled = false
    private let seconds: Double
    private let body: @Sendable () -> Void

    init(_ limit: Duration, _ body: @escaping @Sendable () -> Void) {
        let (whole, parts) = limit.components
        seconds = Double(whole) + Double(parts) * 1e-18
        self.body = body
        mutex.initialize(to: pthread_mutex_t())
        condition.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        // A steady clock: setting the wall clock must not stretch a limit.
        let attributes = UnsafeMutablePointer<pthread_condattr_t>.allocate(capacity: 1)
        attributes.initialize(to: pthread_condattr_t())
        defer { attributes.deallocate() }
        pthread_condattr_init(attributes)
        pthread_condattr_setclock(attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, attributes)
        pthread_condattr_destroy(attributes)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        pthread_cond_destroy(condition)
        mutex.deallocate()
        condition.deallocate()
    }

    func start() {
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { raw in
                guard let raw else { return nil }
                Unmanaged<WallTimer>.fromOpaque(raw).takeRetainedValue().wait()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        // Without a thread there is no limit but those of the line itself, which hold anyway.
        if status == 0 { pthread_detach(thread) } else { Unmanaged.passUnretained(self).release() }
    }

    func cancel() {
        pthread_mutex_lock(mutex)
        isCancelled = true
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    private func wait() {
        var deadline = timespec()
        clock_gettime(CLOCK_MONOTONIC, &deadline)
        let end = Double(deadline.tv_nsec) * 1e-9 + seconds
        deadline.tv_sec += Int(end.rounded(.down))
        deadline.tv_nsec = Int((end - end.rounded(.down)) * 1e9)
        pthread_mutex_lock(mutex)
        var status: CInt = 0
        while !isCancelled && status != ETIMEDOUT { status = pthread_cond_timedwait(condition, mutex, &deadline) }
        let isDue = !isCancelled
        pthread_mutex_unlock(mutex)
        if isDue { body() }
    }
}
