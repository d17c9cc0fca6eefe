/// What a campaign knows of its phase map: for figures, reports and other programs.
public struct PhaseMapReport: Codable, Hashable, Sendable {
    /// What is known of one condition of the pool.
    public struct Point: Codable, Hashable, Sendable {
        public var condition: Condition
        /// Of the regions, in their order; they sum to one.
        public var probabilities: [Double]

        public init(condition: Condition, probabilities: [Double]) {
            self.condition = condition
            self.probabilities = probabilities
        }

        /// The most probable region; the first one of equals.
        public var region: Int { probabilities.indices.reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 } }
        /// The probability that the most probable region is the wrong one.
        public var doubt: Double { 1 - (probabilities.max() ?? 1) }
    }

    /// What was measured where.
    public struct Sample: Codable, Hashable, Sendable {
        public var condition: Condition
        /// The region that the evidence named, or `nil` if it named none.
        public var region: Int?
        /// Of the campaign's properties, in their order; `nil` where one was not measured.
        public var values: [Double?]
        /// The number of the measurement, `1...`; `nil` for a label from before the campaign.
        public var number: Int?
        /// Why it was measured, one sentence.
        public var reason: String

        public init(condition: Condition, region: Int?, values: [Double?] = [], number: Int? = nil, reason: String = "") {
            self.condition = condition
            self.region = region
            self.values = values
            self.number = number
            self.reason = reason
        }
    }

    /// What is believed of one property at every condition of the pool, in its order.
    public struct Property: Codable, Hashable, Sendable {
        public var name: String
        public var unit: String
        public var estimates: [Estimate]

        public init(name: String, unit: String, estimates: [Estimate]) {
            self.name = name
            self.unit = unit
            self.estimates = estimates
        }
    }

    /// What the measurements say of one statement.
    public struct Judgement: Codable, Hashable, Sendable {
        /// ``Tieline/Prior/identifier``.
        public var prior: String
        /// Log evidence with the statement in force, minus without it, nats; `nil` for one that claims nothing, or that too few draws speak for.
        public var evidence: Double?
        /// The certainty that it deserves by now; `nil` likewise.
        public var deservedCertainty: Double?
        /// In words.
        public var sentence: String

        public init(prior: String, evidence: Double?, deservedCertainty: Double?, sentence: String) {
            self.prior = prior
            self.evidence = evidence
            self.deservedCertainty = deservedCertainty
            self.sentence = sentence
        }
    }

    /// The expected accuracy after so many measurements.
    public struct HistoryEntry: Codable, Hashable, Sendable {
        public var measurements: Int
        public var progress: MapProgress

        public init(measurements: Int, progress: MapProgress) {
            self.measurements = measurements
            self.progress = progress
        }
    }

    /// The names of the regions.
    public var regions: [String]
    /// The positions of regions that nothing has shown yet, for which the map keeps probability all the same.
    public var unseenRegions: [Int]
    /// Every condition of the pool, in its order.
    public var points: [Point]
    /// In the order of the measurements.
    public var samples: [Sample]
    /// In the order of the campaign's properties; empty from a strategy that believes nothing of them.
    public var properties: [Property]
    /// Of the statements that stand, in their order; empty where there are no draws to judge them by.
    public var judgements: [Judgement]
    /// What was known at each decision.
    public var history: [HistoryEntry]
    /// Where the campaign would measure next.
    public var next: Condition?
    /// Whether the posterior behind the probabilities is shown to have mixed; `false`, where chains disagree or only one mode was looked at, says: do not trust them yet.
    public var isReliable: Bool

    public init(
        regions: [String], unseenRegions: [Int] = [], points: [Point], samples: [Sample], properties: [Property] = [],
        judgements: [Judgement] = [], history: [HistoryEntry] = [], next: Condition?, isReliable: Bool
    ) {
        self.regions = regions
        self.unseenRegions = unseenRegions
        self.points = points
        self.samples = samples
        self.properties = properties
        self.judgements = judgements
        self.history = history
        self.next = next
        self.isReliable = isReliable
    }
}
