/// Cuts a stream of bytes into lines of bounded length: the framing of the control protocol, on both sides of the socket.
///
/// A line that is too long is reported once and its bytes are thrown away up to the next newline, so that the messages after it are still read.
public struct LineSplitter: Sendable {
    public enum Event: Hashable, Sendable {
        /// One line without its newline; empty lines are left out.
        case line([UInt8])
        case lineTooLong
    }

    public let maximumLength: Int
    private var pending: [UInt8] = []
    private var isSkipping = false

    public init(maximumLength: Int) { self.maximumLength = maximumLength }

    /// Whether bytes of a line without its newline are waiting: a stream that ends now was cut off.
    public var isInsideLine: Bool { !pending.isEmpty || isSkipping }

    /// Takes in the next bytes of the stream and returns what they complete, in order.
    public mutating func append(_ bytes: some Collection<UInt8>) -> [Event] {
        var events: [Event] = []
        var rest = bytes[...]
        while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
            take(rest[..<newline], into: &events)
            if !isSkipping, !pending.isEmpty { events.append(.line(pending)) }
            pending.removeAll(keepingCapacity: true)
            isSkipping = false
            rest = rest[rest.index(after: newline)...]
        }
        take(rest, into: &events)
        return events
    }

    private mutating func take(_ bytes: some Collection<UInt8>, into events: inout [Event]) {
        guard !isSkipping else { return }
        if pending.count + bytes.count > maximumLength {
            events.append(.lineTooLong)
            pending = []
            isSkipping = true
        } else {
            pending.append(contentsOf: bytes)
        }
    }
}
