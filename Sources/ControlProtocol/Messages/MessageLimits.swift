/// The bounds of the control protocol: one message is one line, and no line may cost the reader more than this.
public enum MessageLimits {
    /// The longest request that the daemon reads: a campaign file is a few kilobytes.
    public static let maximumRequestBytes = 1 << 20
    /// The longest reply that a client reads: a report with every point, band and the last pattern is below a megabyte.
    public static let maximumReplyBytes = 16 << 20
    /// How deep arrays and objects may nest; the deepest message of ours, a report, has seven levels.
    public static let maximumDepth = 32
    /// Connections that the daemon serves at once.
    public static let maximumConnections = 32
    /// Requests that one connection may have waiting; one more is refused.
    public static let maximumWaitingRequests = 16
    /// Campaigns that one connection may watch at once.
    public static let maximumWatches = 8
    /// Updates that wait for a reader who is slower than the campaign; one more and the reader is dropped.
    public static let maximumWaitingUpdates = 256
}
