import Crypto

/// The hash chain over the events: a changed, removed or inserted row no longer fits the rows after it.
///
/// The hash of a row is the SHA-256 of exactly these bytes, in this order; all numbers big-endian:
///
/// | field | bytes |
/// |---|---|
/// | the text `tieline.event.1` | 15, so that the hash can mean nothing else |
/// | `previousHash` | 32; zeros for the first row |
/// | `sequence` | 8, signed |
/// | `campaign` | text; empty for the laboratory |
/// | `kind`, `payload`, `who`, `why` | text each |
/// | `labSeconds`, `wallTime` | 8 each, the bits of the IEEE-754 number |
/// | `attachmentHash` | 1 byte 0, or 1 byte 1 and the 32 bytes |
///
/// where a text is the 8-byte count of its UTF-8 bytes, then these bytes. Cutting rows off the end leaves a chain that holds: whoever keeps
/// ``Journal/head()`` outside the database can see that too.
enum AuditChain {
    /// What the first row calls the hash of the row before it.
    static let origin = [UInt8](repeating: 0, count: 32)

    static func hash(of event: UnchainedEvent, previousHash: [UInt8]) -> [UInt8] {
        var bytes = Array("tieline.event.1".utf8)
        bytes += previousHash
        bytes += event.sequence.bigEndianBytes
        for text in [event.campaign ?? "", event.kind, event.payload, event.stamp.who, event.stamp.why] {
            let utf8 = Array(text.utf8)
            bytes += UInt64(utf8.count).bigEndianBytes
            bytes += utf8
        }
        bytes += event.stamp.labSeconds.bitPattern.bigEndianBytes
        bytes += event.stamp.wallTime.bitPattern.bigEndianBytes
        if let attachment = event.attachmentHash {
            bytes.append(1)
            bytes += attachment
        } else {
            bytes.append(0)
        }
        return SHA256.bytes(of: bytes)
    }

    /// Follows the chain from the first row.
    struct Verification {
        private(set) var rows = 0
        private var previousHash = AuditChain.origin

        /// - Returns: What is wrong with the row, or `nil`.
        mutating func take(_ event: RecordedEvent) -> String? {
            rows += 1
            guard event.sequence == Int64(rows) else {
                return "row \(rows) is missing: the next one there is has the number \(event.sequence)"
            }
            guard event.previousHash == previousHash else {
                return "row \(rows) does not follow the row before it: one of the two was replaced"
            }
            guard event.hash == AuditChain.hash(of: event.content, previousHash: previousHash) else {
                return "row \(rows) (\(event.kind)) is not what was written: its content does not give its hash"
            }
            previousHash = event.hash
            return nil
        }
    }
}
