/// The programmer: reset → running ⇄ holding, running → ended → reset. An ended program has its output off.
extension FurnaceModel {
    /// Starts the program from its first segment, the working setpoint from the present temperature; a held program goes on; anything else stays.
    public mutating func run() {
        switch programState {
        case .holding:
            programState = .running
        case .reset:
            workingSetpointKelvin = temperatureKelvin
            programState = .running
            enter(segment: 0)
        case .running, .ended:
            break
        }
        updateOutput()
    }

    /// Freezes the working setpoint and the program's clock; the heater goes on controlling.
    public mutating func hold() {
        if programState == .running { programState = .holding }
    }

    /// Leaves the program: the controller goes to its setpoint.
    public mutating func reset() {
        programState = .reset
        segmentIndex = 0
        dwellSeconds = 0
        updateOutput()
    }

    /// Lets the program's next or running dwell end no sooner and no later than `seconds` from now, or, while the ramp to it runs, last that long.
    /// - Returns: `false` where no such dwell is left.
    public mutating func extendDwell(by seconds: Double) -> Bool {
        guard segment != nil else { return false }
        for index in segmentIndex..<segments.count {
            guard case .dwell = segments[index] else { continue }
            segments[index] = .dwell(seconds: (index == segmentIndex ? dwellSeconds : 0) + seconds)
            return true
        }
        return false
    }

    /// The segment that runs or is held.
    public var segment: ProgramSegment? { programState == .running || programState == .holding ? segments[segmentIndex] : nil }

    /// Where the program is going, or where it stands; the setpoint outside a program.
    public var targetKelvin: Double {
        switch segment {
        case .ramp(let target, _): target
        case .dwell, .end: workingSetpointKelvin
        case nil: setpointKelvin
        }
    }

    /// Seconds until the next segment; 0 outside a program.
    public var segmentSecondsLeft: Double {
        segment.map { Self.seconds(of: $0, from: workingSetpointKelvin, elapsed: dwellSeconds) } ?? 0
    }

    /// Seconds until the program ends by itself; 0 outside a program.
    public var programSecondsLeft: Double {
        guard segment != nil else { return 0 }
        var total = segmentSecondsLeft
        var setpoint = targetKelvin
        for next in segments.dropFirst(segmentIndex + 1) {
            if next == .end { break }
            total += Self.seconds(of: next, from: setpoint, elapsed: 0)
            if case .ramp(let target, _) = next { setpoint = target }
        }
        return total
    }

    /// Whether the working setpoint moves.
    var isRamping: Bool {
        switch (programState, segment) {
        case (.running, .ramp): true
        case (.reset, _): workingSetpointKelvin != setpointKelvin
        default: false
        }
    }

    /// One tick of the working setpoint and of the program's clock.
    mutating func advanceSetpoint() {
        switch (programState, segment) {
        case (.running, .ramp(let target, let rate)):
            moveWorkingSetpoint(to: target, kelvinPerMinute: rate)
            if workingSetpointKelvin == target { enter(segment: segmentIndex + 1) }
        case (.running, .dwell(let seconds)):
            dwellSeconds += Self.tick
            if dwellSeconds >= seconds { enter(segment: segmentIndex + 1) }
        case (.running, .end), (.running, nil):
            programState = .ended
        case (.reset, _):
            moveWorkingSetpoint(to: setpointKelvin, kelvinPerMinute: setpointRateLimit > 0 ? setpointRateLimit : .infinity)
        case (.holding, _), (.ended, _):
            break
        }
    }

    private mutating func moveWorkingSetpoint(to target: Double, kelvinPerMinute rate: Double) {
        let distance = target - workingSetpointKelvin
        let step = rate / 60 * Self.tick
        workingSetpointKelvin = abs(distance) <= step ? target : workingSetpointKelvin + (distance < 0 ? -step : step)
    }

    private mutating func enter(segment index: Int) {
        dwellSeconds = 0
        if index < segments.count, segments[index] != .end {
            segmentIndex = index
        } else {
            programState = .ended
            segmentIndex = 0
        }
    }

    private static func seconds(of segment: ProgramSegment, from setpoint: Double, elapsed: Double) -> Double {
        switch segment {
        case .ramp(let target, let rate): abs(target - setpoint) / rate * 60
        case .dwell(let seconds): max(0, seconds - elapsed)
        case .end: 0
        }
    }
}
