public import Journal
public import Logging
public import Tieline

/// What a campaign file says, and the texts that it names.
public struct CampaignFile: Sendable {
    public var specification: CampaignSpecification
    /// The text of the TDB file.
    public var database: String
    /// The name that goes with every result.
    public var parameterSet: String

    public init(specification: CampaignSpecification, database: String, parameterSet: String) {
        self.specification = specification
        self.database = database
        self.parameterSet = parameterSet
    }
}

/// All that a laboratory stands on, handed in: nothing here reaches for a clock, a file or an instrument by itself.
public struct LaboratoryServices: Sendable {
    public typealias PatternAnalysis =
        @Sendable (
            _ pattern: DiffractionPattern, _ campaign: CampaignSpecification, _ condition: Condition
        ) throws -> Evidence
    /// Reads the text of a campaign file; `path` is where it came from, for the paths inside it.
    public typealias CampaignReader = @Sendable (_ text: String, _ path: String) throws -> CampaignFile
    public typealias StrategyFactory = @Sendable (_ start: CampaignStart) throws -> any Strategy

    public var journal: Journal
    public var rack: any InstrumentRack
    public var logger: Logger
    public var policy: RunningPolicy
    /// Seconds since 1970.
    public var secondsSince1970: @Sendable () -> Double
    var analyse: PatternAnalysis
    var readCampaign: CampaignReader
    var makeStrategy: StrategyFactory
    var lab: LabTime
    var wall: LabTime
    /// Called at each numbered place; a test throws there, or hangs.
    var failpoint: @Sendable (Failpoint) async throws -> Void

    /// - Parameters:
    ///   - clock: The laboratory's clock: durations of campaigns.
    ///   - wallClock: The wall's clock: how long a reading may take, how long `stop` may wait.
    public init(
        journal: Journal, rack: any InstrumentRack, clock: some Clock<Duration>, wallClock: some Clock<Duration> = ContinuousClock(),
        secondsSince1970: @escaping @Sendable () -> Double, logger: Logger, policy: RunningPolicy = RunningPolicy(),
        analyse: @escaping PatternAnalysis, readCampaign: @escaping CampaignReader, makeStrategy: @escaping StrategyFactory,
        failpoint: @escaping @Sendable (Failpoint) async throws -> Void = { _ in }
    ) {
        self.journal = journal
        self.rack = rack
        self.logger = logger
        self.policy = policy
        self.secondsSince1970 = secondsSince1970
        self.analyse = analyse
        self.readCampaign = readCampaign
        self.makeStrategy = makeStrategy
        lab = LabTime(clock)
        wall = LabTime(wallClock)
        self.failpoint = failpoint
    }
}
