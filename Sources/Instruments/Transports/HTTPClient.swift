import CCurl
import Synchronization
import Tieline

/// One keep-alive connection to an instrument's web interface, through libcurl, on a thread of its own.
///
/// A request holds the thread until it ends; an instrument that has to be asked something while it works gets two clients.
public actor HTTPClient: HTTPRequesting {
    public nonisolated let baseURL: String
    private nonisolated let executor: ThreadExecutor
    private var handle: CurlHandle?

    /// The most that is kept of a body; a pattern of ten thousand channels is a tenth of it.
    static let maximumBodyBytes = 4 << 20
    /// Loopback and a laboratory's network answer at once, or not at all.
    static let connectTimeout = Duration.seconds(2)

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameter baseURL: `http://host:port`, without a slash at the end.
    public init(baseURL: String) {
        self.baseURL = baseURL
        executor = ThreadExecutor(name: "http")
    }

    public nonisolated func request(
        _ method: HTTPMethod, _ path: String, body: [UInt8]? = nil, timeout: Duration
    ) async throws(HTTPError) -> HTTPReply {
        let transfer = CurlTransfer(maximumBodyBytes: Self.maximumBodyBytes)
        let result: Result<HTTPReply, HTTPError> = await withTaskCancellationHandler {
            await perform(transfer, method, path, body, timeout)
        } onCancel: {
            transfer.cancel()
        }
        return try result.get()
    }

    private func perform(
        _ transfer: CurlTransfer, _ method: HTTPMethod, _ path: String, _ body: [UInt8]?, _ timeout: Duration
    ) -> Result<HTTPReply, HTTPError> {
        do throws(HTTPError) {
            let handle = try openedHandle()
            return .success(try handle.perform(transfer, method: method, url: baseURL + path, body: body, timeout: timeout))
        } catch {
            return .failure(error)
        }
    }

    private func openedHandle() throws(HTTPError) -> CurlHandle {
        if let handle { return handle }
        guard let opened = CurlHandle(try CurlLibrary.loaded.get()) else { throw HTTPError(.unavailable, "libcurl could not be started") }
        handle = opened
        return opened
    }
}

/// An easy handle: belongs to the client's thread.
private final class CurlHandle {
    private let library: CurlLibrary
    private let curl: UnsafeMutableRawPointer
    private let headers: UnsafeMutablePointer<curl_slist>?

    init?(_ library: CurlLibrary) {
        guard let curl = library.functions.pointee.easy_init() else { return nil }
        self.library = library
        self.curl = curl
        // `Expect:` empty: an instrument's small server need not know 100-continue.
        let append = library.functions.pointee.slist_append
        headers = append?(append?(nil, "Content-Type: application/json"), "Expect:")
    }

    deinit {
        library.functions.pointee.slist_free_all(headers)
        library.functions.pointee.easy_cleanup(curl)
    }

    func perform(_ transfer: CurlTransfer, method: HTTPMethod, url: String, body: [UInt8]?, timeout: Duration) throws(HTTPError) -> HTTPReply {
        if transfer.isCancelled { throw HTTPError(.cancelled, "\(method.rawValue) \(url) was cancelled before it was sent") }
        let functions = library.functions
        // Options are forgotten, the connection is kept.
        functions.pointee.easy_reset(curl)
        let context = Unmanaged.passUnretained(transfer).toOpaque()
        try set("CURLOPT_URL", tieline_curl_set_string(functions, curl, CURLOPT_URL, url))
        try set("CURLOPT_CUSTOMREQUEST", tieline_curl_set_string(functions, curl, CURLOPT_CUSTOMREQUEST, method.rawValue))
        try set("CURLOPT_PROTOCOLS_STR", tieline_curl_set_string(functions, curl, CURLOPT_PROTOCOLS_STR, "http,https"))
        // An instrument on the bench is not behind a proxy, whatever the environment says.
        try set("CURLOPT_PROXY", tieline_curl_set_string(functions, curl, CURLOPT_PROXY, ""))
        try set("CURLOPT_HTTPHEADER", tieline_curl_set_pointer(functions, curl, CURLOPT_HTTPHEADER, headers))
        // On a kept connection that has just died libcurl sends a request a second time by itself. A command may be sent once only.
        try set("CURLOPT_FRESH_CONNECT", tieline_curl_set_long(functions, curl, CURLOPT_FRESH_CONNECT, method == .put ? 1 : 0))
        try set("CURLOPT_NOSIGNAL", tieline_curl_set_long(functions, curl, CURLOPT_NOSIGNAL, 1))
        try set("CURLOPT_FOLLOWLOCATION", tieline_curl_set_long(functions, curl, CURLOPT_FOLLOWLOCATION, 0))
        try set("CURLOPT_TIMEOUT_MS", tieline_curl_set_long(functions, curl, CURLOPT_TIMEOUT_MS, Int(timeout.inSeconds * 1000)))
        try set(
            "CURLOPT_CONNECTTIMEOUT_MS",
            tieline_curl_set_long(functions, curl, CURLOPT_CONNECTTIMEOUT_MS, Int(HTTPClient.connectTimeout.inSeconds * 1000)))
        if let body {
            try set("CURLOPT_COPYPOSTFIELDS", body.withUnsafeBytes { tieline_curl_set_body(functions, curl, $0.baseAddress, $0.count) })
        } else if method == .put {
            try set("CURLOPT_COPYPOSTFIELDS", tieline_curl_set_body(functions, curl, "", 0))
        }
        try set("CURLOPT_WRITEFUNCTION", tieline_curl_set_write(functions, curl, { CurlTransfer.receive($0, $1 * $2, $3) }, context))
        try set("CURLOPT_HEADERFUNCTION", tieline_curl_set_header(functions, curl, { CurlTransfer.receiveHeader($0, $1 * $2, $3) }, context))
        try set(
            "CURLOPT_XFERINFOFUNCTION",
            tieline_curl_set_progress(functions, curl, { context, _, _, _, _ in CurlTransfer.shouldStop(context) }, context))
        let code = functions.pointee.easy_perform(curl)
        guard code == CURLE_OK else { throw transfer.error(code, library.words(code), "\(method.rawValue) \(url)", timeout: timeout) }
        var status = 0
        tieline_curl_get_long(functions, curl, CURLINFO_RESPONSE_CODE, &status)
        return HTTPReply(status: status, body: transfer.body, isSimulated: transfer.isSimulated)
    }

    /// A libcurl older than the header of the build knows fewer options; a request without its limits is not sent.
    private func set(_ option: String, _ code: CURLcode) throws(HTTPError) {
        guard code == CURLE_OK else {
            throw HTTPError(.unavailable, "libcurl does not take \(option): \(library.words(code)); 7.85 or later is needed")
        }
    }
}

/// The state of one request, which libcurl's callbacks fill.
///
/// `@unchecked Sendable`: only `cancelled`, an atomic, is touched from other threads; the rest belongs to the thread that performs the request.
private final class CurlTransfer: @unchecked Sendable {
    private(set) var body: [UInt8] = []
    private(set) var isSimulated = false
    private var isTooLarge = false
    private let maximumBodyBytes: Int
    private let cancelled = Atomic<Bool>(false)

    init(maximumBodyBytes: Int) { self.maximumBodyBytes = maximumBodyBytes }

    var isCancelled: Bool { cancelled.load(ordering: .sequentiallyConsistent) }
    func cancel() { cancelled.store(true, ordering: .sequentiallyConsistent) }

    static func receive(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Int {
        guard let bytes, let context else { return 0 }
        let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
        guard transfer.body.count + count <= transfer.maximumBodyBytes else {
            transfer.isTooLarge = true
            return 0
        }
        transfer.body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
        return count
    }

    static func receiveHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Int {
        guard let bytes, let context else { return 0 }
        let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self).lowercased()
        let parts = line.split(separator: ":", maxSplits: 1)
        if parts.count == 2, parts[0] == "x-simulated" {
            Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue().isSimulated = parts[1].filter { !$0.isWhitespace } == "true"
        }
        return count
    }

    /// libcurl asks about once a second, and more often while bytes move.
    static func shouldStop(_ context: UnsafeMutableRawPointer?) -> CInt {
        guard let context else { return 0 }
        return Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue().isCancelled ? 1 : 0
    }

    func error(_ code: CURLcode, _ words: String, _ request: String, timeout: Duration) -> HTTPError {
        if isCancelled { return HTTPError(.cancelled, "\(request) was cancelled") }
        if isTooLarge { return HTTPError(.tooLarge, "\(request): the reply has more than \(maximumBodyBytes) bytes") }
        return switch code {
        case CURLE_OPERATION_TIMEDOUT: HTTPError(.timeout, "\(request): no reply within \(timeout.inSeconds.tenths) s")
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT: HTTPError(.unreachable, "\(request): \(words)")
        default: HTTPError(.malformed, "\(request): \(words)")
        }
    }
}

/// libcurl, loaded and started once a process by the first client that needs it.
///
/// `@unchecked Sendable`: the table of functions is filled before anybody sees it and never changes.
private struct CurlLibrary: @unchecked Sendable {
    let functions: UnsafePointer<tieline_curl>

    /// Stays for the life of the process.
    static let loaded: Result<CurlLibrary, HTTPError> = {
        let functions = UnsafeMutablePointer<tieline_curl>.allocate(capacity: 1)
        functions.initialize(to: tieline_curl())
        if let missing = tieline_curl_load(functions) {
            return .failure(HTTPError(.unavailable, "libcurl could not be loaded: \(String(cString: missing))"))
        }
        guard functions.pointee.global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK else {
            return .failure(HTTPError(.unavailable, "libcurl could not be started"))
        }
        return .success(CurlLibrary(functions: functions))
    }()

    func words(_ code: CURLcode) -> String { functions.pointee.easy_strerror(code).map { String(cString: $0) } ?? "error \(code.rawValue)" }
}
