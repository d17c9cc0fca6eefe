import Tieline

/// The bench's stage behind the capability protocol.
struct InProcessStage: SampleStage {
    let bench: InProcessBench
    let name: String

    func identity() async throws -> InstrumentIdentity { InProcessBench.identity("stage") }

    func move(toMillimetres target: Double) async throws {
        try bench.withDevices { devices throws(InstrumentError) in
            try checkAnswers(devices)
            guard devices.stage.move(toMillimetres: target) else {
                let travel = devices.stage.specification
                throw InstrumentError(
                    .outOfLimits, instrument: name, message: "\(target) mm is outside the travel",
                    remedy: "Stay within \(travel.minimumMillimetres) to \(travel.maximumMillimetres) mm.")
            }
            devices.advance(to: devices.now + devices.stage.secondsLeft)
            // Rounding may leave a last breath of the move.
            devices.advance(to: devices.now + FurnaceModel.tick)
        }
    }

    func position() async throws -> Double {
        try bench.withDevices { devices throws(InstrumentError) in
            try checkAnswers(devices)
            return devices.stage.positionMillimetres
        }
    }

    private func checkAnswers(_ devices: BenchDevices) throws(InstrumentError) {
        guard !devices.hasFault(.httpError) else {
            throw InstrumentError(.refused, instrument: name, message: "the stage answers status 500", remedy: "Look at the stage's own log.")
        }
    }
}
