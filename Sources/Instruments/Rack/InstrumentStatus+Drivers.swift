import Tieline

extension InstrumentStatus {
    /// The status after a look that may fail and may take too long; what was learned before it failed is kept.
    func filled(within limit: Duration, _ look: @escaping @Sendable (inout InstrumentStatus) async throws -> Void) async -> InstrumentStatus {
        let blank = self
        let found = await result(within: limit) {
            var status = blank
            do { try await look(&status) } catch let error as InstrumentError { status.fault = "\(error.message). \(error.remedy)" } catch {
                status.fault = "\(error)"
            }
            return status
        }
        if let found { return found }
        var late = blank
        late.fault = "no answer within \(limit.inSeconds.tenths) s"
        return late
    }

    mutating func fill(from furnace: Eurotherm2400) async throws {
        let controller = try await furnace.connect()
        identity = controller.identity
        limits += controller.settings
        let reading = try await furnace.read()
        values = [
            .init(name: "measured", value: "\(reading.measuredKelvin.tenths) K"), .init(name: "target", value: "\(reading.targetKelvin.tenths) K"),
            .init(name: "working setpoint", value: "\(reading.workingSetpointKelvin.tenths) K"),
            .init(name: "output", value: "\(reading.outputPercent.tenths) %"), .init(name: "program", value: reading.program.rawValue),
        ]
        if !reading.faults.isEmpty { values.append(.init(name: "faults", value: reading.faults.joined(separator: ", "))) }
    }

    mutating func fill(from stage: BenchStage) async throws {
        identity = try await stage.identity()
        values = [.init(name: "position", value: "\(try await stage.position()) mm"), .init(name: "state", value: try await stage.state())]
    }

    mutating func fill(from detector: SimplonDetector) async throws {
        identity = try await detector.identity()
        values = [.init(name: "state", value: try await detector.state()), .init(name: "last series", value: "\(try await detector.lastSeries())")]
    }

    mutating func fill(from meter: BenchMeter) async throws {
        identity = try await meter.identity()
        values = [
            .init(name: "state", value: try await meter.state()), .init(name: "last reading", value: "\(try await meter.lastReading().number)"),
            .init(name: "reading takes", value: "\(try await meter.readingSeconds().tenths) s"),
        ]
    }
}

extension FurnaceConfiguration {
    /// What is known without asking.
    var blankStatus: InstrumentStatus {
        InstrumentStatus(
            name: name, driver: DriverName.eurotherm2400.rawValue, address: "\(port), unit \(unit)", identity: nil, values: [],
            limits: [
                .init(name: "temperature", value: "\(limits.maximumKelvin.tenths) K"),
                .init(name: "rate", value: "\(limits.maximumRampKelvinPerMinute.tenths) K/min"),
                .init(name: "longest dwell", value: "\(limits.maximumDwellSeconds.tenths) s"),
                .init(name: "power", value: "\(limits.maximumOutputPercent.tenths) %"),
            ], fault: nil)
    }
}

extension StageConfiguration {
    var blankStatus: InstrumentStatus {
        InstrumentStatus(
            name: name, driver: DriverName.benchStage.rawValue, address: url, identity: nil, values: [],
            limits: [.init(name: "position", value: "\(limits.lowerBound) to \(limits.upperBound) mm")], fault: nil)
    }
}

extension DetectorConfiguration {
    var blankStatus: InstrumentStatus {
        InstrumentStatus(name: name, driver: DriverName.simplon.rawValue, address: url, identity: nil, values: [], limits: [], fault: nil)
    }
}

extension MeterConfiguration {
    var blankStatus: InstrumentStatus {
        InstrumentStatus(name: name, driver: DriverName.benchMeter.rawValue, address: url, identity: nil, values: [], limits: [], fault: nil)
    }
}
