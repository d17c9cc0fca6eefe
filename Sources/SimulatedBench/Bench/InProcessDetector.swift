import Tieline

/// The bench's detector behind the capability protocol.
struct InProcessDetector: PatternDetector {
    let bench: InProcessBench
    let name: String

    func identity() async throws -> InstrumentIdentity { InProcessBench.identity("diffractometer") }

    func arm(exposureSeconds: Double) async throws -> Int {
        try bench.withDevices { devices throws(InstrumentError) in
            try checkAnswers(devices)
            try command(.initialize, &devices)
            do throws(DetectorModel.ParameterError) {
                _ = try devices.detector.configure("count_time", to: exposureSeconds)
            } catch {
                throw InstrumentError(.outOfLimits, instrument: name, message: "\(error)", remedy: "Choose another exposure time.")
            }
            try command(.arm, &devices)
            return devices.detector.series
        }
    }

    func expose(series: Int) async throws {
        try bench.withDevices { devices throws(InstrumentError) in
            try checkAnswers(devices)
            guard series == devices.detector.series else {
                throw InstrumentError(
                    .wrongState, instrument: name, message: "series \(series) is not armed, \(devices.detector.series) was the last one",
                    remedy: "Arm the detector first.")
            }
            try command(.trigger, &devices)
            if let end = devices.exposureEnd { devices.advance(to: end) }
        }
    }

    func pattern(series: Int) async throws -> DiffractionPattern? {
        let exposure = try bench.withDevices { devices throws(InstrumentError) in
            try checkAnswers(devices)
            return devices.exposure(series: series)
        }
        return try exposure.map(bench.film.pattern(of:))
    }

    func lastSeries() async throws -> Int {
        try bench.withDevices { devices throws(InstrumentError) in
            try checkAnswers(devices)
            return devices.detector.series
        }
    }

    func disarm() async throws {
        try bench.withDevices { devices throws(InstrumentError) in
            try checkAnswers(devices)
            if devices.detector.state == .acquire { try command(.abort, &devices) }
            if devices.detector.state == .ready { try command(.disarm, &devices) }
        }
    }

    private func command(_ command: DetectorModel.Command, _ devices: inout BenchDevices) throws(InstrumentError) {
        do throws(DetectorModel.Refusal) {
            try devices.command(command)
        } catch {
            throw InstrumentError(.wrongState, instrument: name, message: "\(error)", remedy: "Disarm the detector and try again.")
        }
    }

    private func checkAnswers(_ devices: BenchDevices) throws(InstrumentError) {
        guard !devices.hasFault(.httpError) else {
            throw InstrumentError(.refused, instrument: name, message: "the detector answers status 500", remedy: "Look at the detector's own log.")
        }
    }
}
