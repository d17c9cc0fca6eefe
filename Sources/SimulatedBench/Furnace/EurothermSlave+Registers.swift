extension EurothermSlave {
    private enum ProgramStatus {
        static let reset: UInt16 = 1
        static let run: UInt16 = 2
        static let hold: UInt16 = 4
        static let complete: UInt16 = 16
    }

    private enum SegmentType {
        static let end: UInt16 = 0
        static let ramp: UInt16 = 1
        static let dwell: UInt16 = 3
    }

    /// A tenth of a minute.
    static let secondsPerDurationCount = 6.0
    private static let largestDuration: UInt16 = 32_767
    private static let minuteUnit: UInt16 = 1

    /// The word in a register that is not the process value.
    func value(of register: Int) throws(ModbusException) -> UInt16 {
        switch register {
        case EurothermMap.targetSetpoint: Self.tenths(fromKelvin: furnace.targetKelvin)
        case EurothermMap.outputTarget: Self.word((furnace.isManual ? furnace.manualOutput : furnace.output) * 1_000)
        case EurothermMap.outputHighLimit: Self.word(furnace.outputHighLimit * 1_000)
        case EurothermMap.workingOutput: Self.word(furnace.output * 1_000)
        case EurothermMap.workingSetpoint: Self.tenths(fromKelvin: furnace.workingSetpointKelvin)
        case EurothermMap.activeProgram: activeProgram
        case EurothermMap.programStatus: programStatus
        case EurothermMap.setpoint: Self.tenths(fromKelvin: furnace.setpointKelvin)
        case EurothermMap.segmentType: segmentType
        case EurothermMap.setpointRateLimit: Self.word(furnace.setpointRateLimit * 10)
        case EurothermMap.segmentSecondsLeft: Self.seconds(furnace.segmentSecondsLeft)
        case EurothermMap.segmentNumber: furnace.segment == nil ? 0 : UInt16(furnace.segmentIndex + 1)
        case EurothermMap.programSecondsLeft: Self.seconds(furnace.programSecondsLeft)
        case EurothermMap.summaryStatus: summaryStatus
        case EurothermMap.setpointHighLimit: Self.tenths(fromKelvin: furnace.specification.highestSetpointKelvin)
        case EurothermMap.setpointLowLimit: Self.tenths(fromKelvin: furnace.specification.lowestSetpointKelvin)
        case EurothermMap.segmentTarget: furnace.segment == nil ? 0 : Self.tenths(fromKelvin: furnace.targetKelvin)
        case EurothermMap.sensorBreak: furnace.sensorIsBroken ? 1 : 0
        case EurothermMap.manual: furnace.isManual ? 1 : 0
        case EurothermMap.rateLimitUnit, EurothermMap.rampUnit, EurothermMap.dwellUnit: Self.minuteUnit
        case EurothermMap.holdbackType, EurothermMap.holdbackValue: 0
        case EurothermMap.programCycles: 1
        case EurothermMap.segments: segmentWords[register - EurothermMap.firstSegment]
        default:
            if let word = EurothermMap.fixedWord(register) { word } else { throw .illegalDataAddress }
        }
    }

    /// Writes one word. A segment's words are only kept here: ``loadSegments(touching:)`` checks them as a whole.
    mutating func set(_ register: Int, to word: UInt16) throws(ModbusException) {
        switch register {
        case EurothermMap.targetSetpoint, EurothermMap.setpoint:
            furnace.setpointKelvin = try setpoint(word)
            furnace.updateOutput()
        case EurothermMap.outputTarget:
            guard furnace.isManual, word <= 1_000 else { throw .illegalDataValue }
            furnace.manualOutput = Double(word) / 1_000
            furnace.updateOutput()
        case EurothermMap.outputHighLimit:
            guard word <= 1_000 else { throw .illegalDataValue }
            furnace.outputHighLimit = Double(word) / 1_000
            furnace.updateOutput()
        case EurothermMap.activeProgram:
            guard furnace.programState == .reset, (1...4).contains(word) else { throw .illegalDataValue }
            activeProgram = word
        case EurothermMap.programStatus:
            switch word {
            case ProgramStatus.reset: furnace.reset()
            case ProgramStatus.run: furnace.run()
            case ProgramStatus.hold: furnace.hold()
            default: throw .illegalDataValue
            }
        case EurothermMap.setpointRateLimit:
            guard Double(word) <= furnace.specification.steepestRampKelvinPerMinute * 10 else { throw .illegalDataValue }
            furnace.setpointRateLimit = Double(word) / 10
        case EurothermMap.manual:
            guard word <= 1 else { throw .illegalDataValue }
            furnace.setManual(word == 1)
        case EurothermMap.rateLimitUnit, EurothermMap.rampUnit, EurothermMap.dwellUnit, EurothermMap.programCycles:
            guard word == 1 else { throw .illegalDataValue }
        case EurothermMap.holdbackType:
            guard word == 0 else { throw .illegalDataValue }
        case EurothermMap.holdbackValue:
            guard word == 0 else { throw .illegalDataValue }
        case EurothermMap.segments:
            segmentWords[register - EurothermMap.firstSegment] = word
        default:
            // A register that exists but cannot be written is an illegal value; one that does not exist is an illegal address.
            _ = register == EurothermMap.processValue ? 0 : try value(of: register)
            throw .illegalDataValue
        }
    }

    /// Checks the segments that a write touched and gives them to the programmer.
    mutating func loadSegments(touching block: Range<Int>) throws(ModbusException) {
        let touched = block.clamped(to: EurothermMap.segments)
        guard !touched.isEmpty else { return }
        let first = (touched.lowerBound - EurothermMap.firstSegment) / EurothermMap.wordsPerSegment
        let last = (touched.upperBound - 1 - EurothermMap.firstSegment) / EurothermMap.wordsPerSegment
        for index in first...last {
            let start = index * EurothermMap.wordsPerSegment
            furnace.segments[index] = try segment(type: segmentWords[start], target: segmentWords[start + 1], amount: segmentWords[start + 2])
        }
    }

    private func segment(type: UInt16, target: UInt16, amount: UInt16) throws(ModbusException) -> ProgramSegment {
        switch type {
        case SegmentType.end:
            return .end
        case SegmentType.ramp:
            let steepest = furnace.specification.steepestRampKelvinPerMinute * 10
            guard amount >= 1, Double(amount) <= steepest else { throw .illegalDataValue }
            return .ramp(targetKelvin: try setpoint(target), kelvinPerMinute: Double(amount) / 10)
        case SegmentType.dwell:
            guard amount <= Self.largestDuration else { throw .illegalDataValue }
            return .dwell(seconds: Double(amount) * Self.secondsPerDurationCount)
        default:
            throw .illegalDataValue
        }
    }

    private func setpoint(_ word: UInt16) throws(ModbusException) -> Double {
        let low = Int16(bitPattern: Self.tenths(fromKelvin: furnace.specification.lowestSetpointKelvin))
        let high = Int16(bitPattern: Self.tenths(fromKelvin: furnace.specification.highestSetpointKelvin))
        guard Int16(bitPattern: word) >= low, Int16(bitPattern: word) <= high else { throw .illegalDataValue }
        return Self.kelvin(fromTenths: word)
    }

    private var programStatus: UInt16 {
        switch furnace.programState {
        case .reset: ProgramStatus.reset
        case .running: ProgramStatus.run
        case .holding: ProgramStatus.hold
        case .ended: ProgramStatus.complete
        }
    }

    private var segmentType: UInt16 {
        switch furnace.segment {
        case .ramp: SegmentType.ramp
        case .dwell: SegmentType.dwell
        case .end, nil: SegmentType.end
        }
    }

    /// Bit 4 manual, bit 5 sensor broken, bit 9 program complete.
    private var summaryStatus: UInt16 {
        (furnace.isManual ? 1 << 4 : 0) | (furnace.sensorIsBroken ? 1 << 5 : 0) | (furnace.programState == .ended ? 1 << 9 : 0)
    }

    /// A time left: whole seconds, rounded up (but not for a microsecond of rounding error), unsigned, saturated.
    private static func seconds(_ seconds: Double) -> UInt16 { UInt16(min(max(seconds - 1e-6, 0).rounded(.up), 65_535)) }
}
