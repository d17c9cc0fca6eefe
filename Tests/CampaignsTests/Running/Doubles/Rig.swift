import Foundation
import Journal
import Logging
import Synchronization
import Tieline

@testable import Campaigns

/// A state folder, a clock and a bench that outlive the daemons of one test.
final class Rig: Sendable {
    struct SimulatedCrash: Error {}

    /// One daemon: its laboratory, its journal, its lines.
    struct Daemon: Sendable {
        var laboratory: Laboratory
        var journal: Journal
        var connection: BenchConnection
    }

    let folder: String
    let clock = ManualClock()
    let bench: FakeBench
    static let ada = Caller(user: "ada", processIdentifier: 4_711)

    init() {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("tieline-running-\(UUID().uuidString)").path
        bench = FakeBench(clock: clock)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// - Parameters:
    ///   - instead: What happens at that place, if not that.
    ///   - wallMoves: Whether the wall's clock jumps when someone waits for it: for time-outs that a test wants to see.
    ///   - crash: The failpoint at which the daemon is killed, when it comes there for the `occurrence`-th time.
    func start(
        maximumBytes: Int? = nil, wallMoves: Bool = false, killedAt crash: Failpoint? = nil, occurrence: Int = 1,
        policy: RunningPolicy = RunningPolicy(),
        instead: (@Sendable () async throws -> Void)? = nil
    ) throws -> Daemon {
        let journal = try Journal.open(at: folder, maximumBytes: maximumBytes, wallTime: 1_000)
        let connection = BenchConnection(bench)
        let passes = Mutex(0)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let clock = clock
        let wall: any Clock<Duration> = wallMoves ? bench.wall : ContinuousClock()
        let services = LaboratoryServices(
            journal: journal, rack: connection, clock: clock, wallClock: wall, secondsSince1970: { 1_000 + clock.seconds }, logger: logger,
            policy: policy, analyse: Self.analyse, readCampaign: Self.readCampaign, makeStrategy: Self.makeStrategy,
            failpoint: { point in
                guard point == crash,
                    passes.withLock({
                        $0 += 1; return $0 == occurrence
                    })
                else { return }
                if let instead { return try await instead() }
                // What a killed daemon leaves: no lines, no journal, and nothing that it still wants to do has any effect.
                connection.sever()
                try? journal.close()
                throw SimulatedCrash()
            })
        return Daemon(laboratory: Laboratory(services), journal: journal, connection: connection)
    }

    /// A daemon that waits at a place, when it comes there for the `occurrence`-th time, until it is released.
    func start(waitingAt point: Failpoint, occurrence: Int = 1) throws -> (daemon: Daemon, reached: Gate, release: Gate) {
        let (reached, release) = (Gate(), Gate())
        let daemon = try start(
            killedAt: point, occurrence: occurrence,
            instead: {
                reached.open()
                await release.wait()
            })
        return (daemon, reached, release)
    }

    private static let analyse: LaboratoryServices.PatternAnalysis = { pattern, campaign, _ in
        Evidence(
            phases: campaign.peaks.map {
                PhaseEvidence(phase: $0.phase, peak: $0.label, probabilityPresent: 0.9, area: pattern.counts.reduce(0, +), areaStandardDeviation: 1)
            })
    }

    private static let makeStrategy: LaboratoryServices.StrategyFactory = { start in
        if start.specification.mapping != nil { return try start.specification.strategy.mappingStrategy(start) }
        return try ScriptedStrategy(start)
    }

    /// The text is the name of the campaign; `bad` is refused as a file with a mistake is.
    private static let readCampaign: LaboratoryServices.CampaignReader = { text, path in
        if text == "bad" {
            throw SpecificationError(.missingKey, file: path, line: 3, field: "budget", message: "the key is missing", remedy: "Add it")
        }
        return CampaignFile(
            specification: text.hasPrefix("map") ? map(named: text) : specification(named: text),
            database: text == "no-database" ? "" : "$ a database", parameterSet: "test set")
    }

    /// A disc in a square of nine places, in a random order, or in that of a belief; a statement in the file.
    static func map(named name: String) -> CampaignSpecification {
        let corner = Prior.Kind.phaseBall(center: Condition([-1, -1]), radius: 0.2, phases: ["outside"])
        return CampaignSpecification(
            name: name, strategy: name == "map-believed" ? .phaseMapping : .random, seed: 7,
            sample: SampleSpecification(
                description: "a square with a disc in it", isReversible: true, calibration: [], moleFractionStandardDeviation: 0,
                thicknessStandardDeviation: 0, thicknessCorrelationMillimetres: 0),
            space: ParameterSpace(axes: ["x", "y"].map { Axis(name: $0, unit: .none, minimum: -1, maximum: 1, resolution: 1) }),
            instruments: InstrumentNames(meter: "meter-1"), measurement: .unheated(seconds: 120), theory: .none, peaks: [], target: .none,
            budget: BudgetSpecification(patterns: 80, seconds: 86_400),
            mapping: MappingSpecification(
                structure: [LabelSource(name: "structure", labels: ["outside", "inside"], errorRate: 0)],
                properties: [PropertySource(name: "property", unit: "1", plausible: -3...8, standardDeviation: 0.1)],
                known: name == "map-known" ? [KnownLabel(condition: Condition([0, 0]), source: "structure", label: "outside")] : [],
                priors: [Prior(identifier: "file-1", kind: corner, certainty: 0.8, author: "ada", reason: "corners are outside", time: 0)],
                expectedAccuracy: 0.98), simulation: nil)
    }

    static func specification(named name: String) -> CampaignSpecification {
        CampaignSpecification(
            name: name, strategy: .amase, seed: 7,
            sample: SampleSpecification(
                description: "film", isReversible: name == "reversible",
                calibration: [.init(positionMillimetres: 0, moleFraction: 0.70), .init(positionMillimetres: 76, moleFraction: 0.96)],
                moleFractionStandardDeviation: 0.002, thicknessStandardDeviation: 0.05, thicknessCorrelationMillimetres: 15),
            space: ParameterSpace(axes: [
                Axis(name: "x(Sn)", unit: .moleFraction, minimum: 0.71, maximum: 0.95, resolution: 0.001),
                Axis(name: "T", unit: .kelvin, minimum: 353.15, maximum: 500, resolution: 0.5, isMonotone: true, maximumStep: 30),
            ]),
            instruments: InstrumentNames(furnace: "furnace-1", stage: "stage-1", detector: "diffractometer-1"),
            measurement: MeasurementSpecification(
                exposureSeconds: 120, wavelength: 1.5405929, rampKelvinPerMinute: 20, toleranceKelvin: 1, settlingSeconds: 60, timeoutSeconds: 600,
                maximumPauseSeconds: 1_800, offsetStandardDeviationKelvin: 0.3),
            theory: TheorySpecification(database: "a.tdb", components: ["BI", "SN"], phases: ["LIQUID", "BCT_A5", "RHOMBO_A7"], free: []),
            peaks: [
                TrackedPeak(phase: "RHOMBO_A7", label: "Bi (012)", twoTheta: 27.16, detectionLimit: 0.01),
                TrackedPeak(phase: "BCT_A5", label: "Sn (101)", twoTheta: 32.02, detectionLimit: 0.01),
            ],
            target: TargetSpecification(invariant: "eutectic", temperatureKelvin: 1, moleFraction: 0.01),
            budget: BudgetSpecification(patterns: 80, seconds: 86_400), simulation: nil)
    }
}

extension Rig.Daemon {
    func run(_ name: String = "film") async throws -> String {
        try await laboratory.run(specification: name, path: "campaigns/\(name).yaml", caller: Rig.ada)
    }

    /// Waits until the campaign is in one of `states` and at rest.
    func waits(for campaign: String, _ states: CampaignStatus.State...) async throws -> CampaignStatus {
        for await update in try await laboratory.updates(of: campaign) where states.contains(update.status.state) { break }
        return try await rest(campaign)
    }

    /// Waits for whatever drives the campaign to come to its end.
    func rest(_ campaign: String) async throws -> CampaignStatus {
        let runner = try await laboratory.runner(campaign)
        await runner.driving?.value
        return runner.board.status
    }

    func measurements(_ campaign: String) async throws -> [Tieline.Measurement] {
        try await laboratory.runner(campaign).history.measurements
    }

    func kinds(_ campaign: String) async throws -> [String] { try await journal.events(of: campaign).map(\.kind) }
}
