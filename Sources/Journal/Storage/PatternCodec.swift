import Tieline

/// A diffraction pattern as bytes: exact, and a few bytes a channel.
///
/// | field | bytes, big-endian |
/// |---|---|
/// | the text `TLP1` | 4 |
/// | wavelength (Å), exposure (s) | 8 each, IEEE-754 bits |
/// | number of channels | 4 |
/// | 1: the angles are `first + channel · step` to the last bit; 0: they are listed | 1 |
/// | first and step, or all angles (degrees two-theta) | 8 each |
/// | 1: the counts are whole numbers below 2⁶³; 0: they are not | 1 |
/// | the counts, as LEB128, or as IEEE-754 bits | 1 to 9 each, or 8 each |
enum PatternCodec {
    static let magic = Array("TLP1".utf8)
    /// Channels, far above any detector of one dimension: what a damaged row may make us allocate.
    static let maximumChannels = 1 << 20

    static func encode(_ pattern: DiffractionPattern) -> [UInt8] {
        var bytes = magic
        bytes += pattern.wavelength.bitPattern.bigEndianBytes
        bytes += pattern.exposureSeconds.bitPattern.bigEndianBytes
        bytes += UInt32(pattern.counts.count).bigEndianBytes
        if let step = regularStep(of: pattern.twoTheta) {
            bytes.append(1)
            bytes += pattern.twoTheta[0].bitPattern.bigEndianBytes + step.bitPattern.bigEndianBytes
        } else {
            bytes.append(0)
            for angle in pattern.twoTheta { bytes += angle.bitPattern.bigEndianBytes }
        }
        let whole = pattern.counts.compactMap { UInt64(exactly: $0) }.filter { $0 < 1 << 63 }
        // Negative zero is a whole number too, but would come back as zero.
        if whole.count == pattern.counts.count, pattern.counts.allSatisfy({ $0.sign == .plus }) {
            bytes.append(1)
            for count in whole { bytes += leb128(count) }
        } else {
            bytes.append(0)
            for count in pattern.counts { bytes += count.bitPattern.bigEndianBytes }
        }
        return bytes
    }

    /// - Throws: ``JournalError`` with code `corrupt`; `what` says which pattern.
    static func decode(_ bytes: [UInt8], what: String) throws(JournalError) -> DiffractionPattern {
        var reader = Reader(bytes: bytes, what: what)
        guard try reader.take(4) == magic else { throw reader.damage("it does not begin with TLP1") }
        let wavelength = try reader.double()
        let exposure = try reader.double()
        let channels = Int(try reader.integer(bytes: 4))
        guard channels <= maximumChannels else { throw reader.damage("it claims \(channels) channels") }
        var angles: [Double] = []
        if try reader.integer(bytes: 1) == 1 {
            let first = try reader.double(), step = try reader.double()
            angles = (0..<channels).map { first + Double($0) * step }
        } else {
            for _ in 0..<channels { angles.append(try reader.double()) }
        }
        var counts: [Double] = []
        let areWhole = try reader.integer(bytes: 1) == 1
        for _ in 0..<channels { counts.append(areWhole ? Double(try reader.leb128()) : try reader.double()) }
        guard reader.isAtEnd else { throw reader.damage("bytes are left over") }
        return DiffractionPattern(twoTheta: angles, counts: counts, wavelength: wavelength, exposureSeconds: exposure)
    }

    /// The step that gives every angle back bit for bit, if there is one.
    private static func regularStep(of angles: [Double]) -> Double? {
        guard angles.count >= 2 else { return nil }
        // The mean step, rounded to 1e-9 degrees: how a scan was asked for. The first difference has lost digits to cancellation.
        let mean = (angles[angles.count - 1] - angles[0]) / Double(angles.count - 1)
        for step in [(mean * 1e9).rounded() / 1e9, mean]
        where angles.indices.allSatisfy({ angles[0] + Double($0) * step == angles[$0] }) {
            return step
        }
        return nil
    }

    private static func leb128(_ value: UInt64) -> [UInt8] {
        var rest = value
        var bytes: [UInt8] = []
        while rest >= 128 {
            bytes.append(UInt8(rest & 127) | 128)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    private struct Reader {
        let bytes: [UInt8]
        let what: String
        private var position = 0

        init(bytes: [UInt8], what: String) {
            self.bytes = bytes
            self.what = what
        }

        var isAtEnd: Bool { position == bytes.count }

        func damage(_ detail: String) -> JournalError {
            JournalError(
                .corrupt, message: "the pattern of \(what) is damaged at byte \(position): \(detail)",
                remedy: "Restore the last backup with `tieline restore`")
        }

        mutating func take(_ count: Int) throws(JournalError) -> [UInt8] {
            guard position + count <= bytes.count else { throw damage("it ends early") }
            defer { position += count }
            return Array(bytes[position..<position + count])
        }

        mutating func integer(bytes count: Int) throws(JournalError) -> UInt64 {
            try take(count).reduce(0) { $0 << 8 | UInt64($1) }
        }

        mutating func double() throws(JournalError) -> Double { Double(bitPattern: try integer(bytes: 8)) }

        mutating func leb128() throws(JournalError) -> UInt64 {
            var value: UInt64 = 0
            for shift in stride(from: UInt64(0), to: 63, by: 7) {
                let byte = UInt64(try integer(bytes: 1))
                value |= (byte & 127) << shift
                if byte < 128 { return value }
            }
            throw damage("a count has more than 63 bits")
        }
    }
}
