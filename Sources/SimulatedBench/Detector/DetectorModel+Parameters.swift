/// The parameters of the detector, by their SIMPLON names.
extension DetectorModel {
    /// Why a value was not taken.
    public enum ParameterError: Error, Hashable, Sendable, CustomStringConvertible {
        case unknown(String)
        case notWritable(String)
        case wrongState(State)
        case outOfRange(String)

        public var description: String {
            switch self {
            case .unknown(let key): "there is no parameter \(key)"
            case .notWritable(let key): "\(key) cannot be written"
            case .wrongState(let state): "parameters can be written in state idle only; the detector is in state \(state.rawValue)"
            case .outOfRange(let explanation): explanation
            }
        }
    }

    /// Seconds.
    public static let exposureRange = 0.1...3_600.0

    /// `config/<key>`, or `nil` for an unknown key.
    public func configuration(_ key: String) -> SimplonParameter? {
        switch key {
        case "description": SimplonParameter(.text("Simulated EIGER2 R 500K of the Tieline bench"))
        case "detector_number": SimplonParameter(.text("SIM-0001"))
        case "software_version": SimplonParameter(.text("1.8.0"))
        case "count_time": SimplonParameter(.float(countTime), unit: "s", range: Self.exposureRange, isWritable: true)
        case "frame_time": SimplonParameter(.float(frameTime), unit: "s", range: Self.exposureRange, isWritable: true)
        case "nimages", "ntrigger": SimplonParameter(.unsigned(1), range: 1...1, isWritable: true)
        case "trigger_mode": SimplonParameter(.text("ints"), allowedValues: ["ints"], isWritable: true)
        default: nil
        }
    }

    /// `status/<key>`, or `nil` for an unknown key. `series` is ours.
    public func status(_ key: String) -> SimplonParameter? {
        switch key {
        case "state": SimplonParameter(.text(state.rawValue), allowedValues: State.allCases.map(\.rawValue))
        case "series": SimplonParameter(.unsigned(series))
        default: nil
        }
    }

    /// Writes a number to `config/<key>`.
    /// - Returns: The names of the other parameters that changed with it.
    public mutating func configure(_ key: String, to value: Double) throws(ParameterError) -> [String] {
        try checkWritable(key)
        switch key {
        case "count_time":
            try checkExposure(key, value)
            countTime = value
            guard frameTime < value else { return [] }
            frameTime = value
            return ["frame_time"]
        case "frame_time":
            try checkExposure(key, value)
            frameTime = value
            guard countTime > value else { return [] }
            countTime = value
            return ["count_time"]
        case "nimages", "ntrigger":
            guard value == 1 else { throw .outOfRange("\(key) is \(value); this detector takes one image a series") }
            return []
        default:
            throw .outOfRange("\(key) is not a number")
        }
    }

    /// Writes a word to `config/<key>`.
    public mutating func configure(_ key: String, to value: String) throws(ParameterError) -> [String] {
        try checkWritable(key)
        guard key == "trigger_mode" else { throw .outOfRange("\(key) is a number") }
        guard value == "ints" else { throw .outOfRange("trigger_mode is \(value); this detector knows ints") }
        return []
    }

    private func checkWritable(_ key: String) throws(ParameterError) {
        guard let parameter = configuration(key) else { throw .unknown(key) }
        guard parameter.isWritable else { throw .notWritable(key) }
        guard state == .idle else { throw .wrongState(state) }
    }

    private func checkExposure(_ key: String, _ value: Double) throws(ParameterError) {
        guard Self.exposureRange.contains(value) else {
            throw .outOfRange("\(key) is \(value) s, outside \(Self.exposureRange.lowerBound) to \(Self.exposureRange.upperBound) s")
        }
    }
}
