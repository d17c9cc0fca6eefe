/// The furnace, the stage and the detector on one timeline, with the exposures that were made. Whoever asks lets time pass first.
public struct BenchDevices: Sendable {
    /// Lab time since the bench started, seconds.
    public private(set) var now = 0.0
    public var furnace: EurothermSlave
    public var stage: StageModel
    public var detector = DetectorModel()
    public let faults: [BenchFault]
    /// When the running exposure will be over, lab time.
    public private(set) var exposureEnd: Double?
    /// Where the stage stood at the trigger.
    private var exposurePosition = 0.0
    private var exposures: [Int: Exposure] = [:]

    public init(_ specification: BenchSpecification, seed: UInt64, faults: [BenchFault] = []) {
        furnace = EurothermSlave(specification.furnace, seed: seed)
        stage = StageModel(specification.stage)
        self.faults = faults
        applyFaults()
    }

    /// The finished exposure of a series, or `nil` if there never was one.
    public func exposure(series: Int) -> Exposure? { exposures[series] }

    public func hasFault(_ kind: BenchFault.Kind) -> Bool { faults.contains { $0.kind == kind && $0.isActive(at: now) } }

    /// Lets the bench live until a time; an earlier one changes nothing.
    public mutating func advance(to end: Double) {
        // Every pass ends at `end` or uses up one event: the end of the exposure, or the edge of a fault.
        while now < end {
            let next = min(end, exposureEnd ?? .infinity, nextFaultEdge ?? .infinity)
            furnace.furnace.advance(by: next - now)
            stage.advance(by: next - now)
            now = next
            if let finish = exposureEnd, finish <= now { finishExposure() }
            applyFaults()
        }
    }

    public mutating func command(_ command: DetectorModel.Command) throws(DetectorModel.Refusal) {
        try detector.perform(command)
        switch detector.state {
        case .acquire:
            exposureEnd = now + detector.countTime
            exposurePosition = stage.positionMillimetres
        default:
            exposureEnd = nil
        }
    }

    private mutating func finishExposure() {
        exposureEnd = nil
        detector.finishExposure()
        exposures[detector.series] = Exposure(
            series: detector.series, positionMillimetres: exposurePosition, furnaceKelvin: furnace.furnace.temperatureKelvin,
            seconds: detector.countTime)
    }

    private var nextFaultEdge: Double? { faults.flatMap { [$0.start, $0.end] }.filter { $0 > now && $0.isFinite }.min() }

    private mutating func applyFaults() {
        furnace.furnace.sensorIsBroken = hasFault(.sensorBreak)
        furnace.furnace.updateOutput()
    }
}
