/// All that a finished (or running) campaign has to show: data first, drawn by `Figures`.
public struct CampaignReport: Codable, Hashable, Sendable {
    /// One measured point on the diagram.
    public struct Point: Codable, Hashable, Sendable {
        public var number: Int
        /// Mole fraction of the second component.
        public var x: Double
        /// Kelvin.
        public var temperature: Double
        public var evidence: Evidence
        /// `BCT_A5 + RHOMBO_A7`: what the posterior thinks is there.
        public var phases: String
        /// Why it was measured, one sentence.
        public var reason: String

        public init(number: Int, x: Double, temperature: Double, evidence: Evidence, phases: String, reason: String) {
            self.number = number
            self.x = x
            self.temperature = temperature
            self.evidence = evidence
            self.phases = phases
            self.reason = reason
        }
    }

    /// One boundary of the diagram with its pointwise 90 % band, all arrays of one length.
    public struct Boundary: Codable, Hashable, Sendable {
        /// `LIQUID/BCT_A5`: the phase whose composition this is, then its partner.
        public var name: String
        /// Kelvin, rising.
        public var temperatures: [Double]
        /// Mole fractions: posterior median, 5 % and 95 % quantiles.
        public var median: [Double]
        public var lower: [Double]
        public var upper: [Double]

        public init(name: String, temperatures: [Double], median: [Double], lower: [Double], upper: [Double]) {
            self.name = name
            self.temperatures = temperatures
            self.median = median
            self.lower = lower
            self.upper = upper
        }
    }

    /// The estimate after each pattern.
    public struct HistoryEntry: Codable, Hashable, Sendable {
        public var patterns: Int
        public var invariant: InvariantEstimate

        public init(patterns: Int, invariant: InvariantEstimate) {
            self.patterns = patterns
            self.invariant = invariant
        }
    }

    /// A parameter of the Gibbs model, before and after, J/mol.
    public struct Parameter: Codable, Hashable, Sendable {
        public var name: String
        public var priorStandardDeviation: Double
        public var shift: Estimate

        public init(name: String, priorStandardDeviation: Double, shift: Estimate) {
            self.name = name
            self.priorStandardDeviation = priorStandardDeviation
            self.shift = shift
        }
    }

    /// What is known of a boundary that the campaign names.
    public struct WantedBoundary: Codable, Hashable, Sendable {
        public var target: BoundaryTarget
        /// Mole fraction of the second component; `nil` where the posterior has no such boundary.
        public var estimate: Estimate?

        public init(target: BoundaryTarget, estimate: Estimate?) {
            self.target = target
            self.estimate = estimate
        }
    }

    /// The phase map of a campaign that maps phases; such a one has no ``points`` and no ``boundaries``.
    public var map: PhaseMapReport?
    public var status: CampaignStatus
    public var specification: CampaignSpecification
    /// The name of the parameter set that theory started from: it belongs to every result.
    public var parameterSet: String
    public var points: [Point]
    public var boundaries: [Boundary]
    /// In the order of the campaign's `target.boundaries`; empty from daemons that do not know of them.
    public var wanted: [WantedBoundary]
    public var history: [HistoryEntry]
    public var parameters: [Parameter]
    public var priors: [Prior]
    public var lastPattern: DiffractionPattern?
    /// Patterns that a regular grid of the same resolution would have taken.
    public var gridPatterns: Int
    /// Things a reader has to know before believing the numbers, one sentence each.
    public var warnings: [String]

    public init(
        status: CampaignStatus, specification: CampaignSpecification, parameterSet: String, points: [Point], boundaries: [Boundary],
        wanted: [WantedBoundary] = [], history: [HistoryEntry], parameters: [Parameter], priors: [Prior], lastPattern: DiffractionPattern?,
        gridPatterns: Int, warnings: [String], map: PhaseMapReport? = nil
    ) {
        self.status = status
        self.specification = specification
        self.parameterSet = parameterSet
        self.points = points
        self.boundaries = boundaries
        self.wanted = wanted
        self.history = history
        self.parameters = parameters
        self.priors = priors
        self.lastPattern = lastPattern
        self.gridPatterns = gridPatterns
        self.warnings = warnings
        self.map = map
    }
}

extension CampaignReport {
    private enum Key: String, CodingKey {
        case status, specification, parameterSet, points, boundaries, wanted, history, parameters, priors, lastPattern, gridPatterns, warnings, map
    }

    public init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: Key.self)
        self.init(
            status: try keys.decode(CampaignStatus.self, forKey: .status),
            specification: try keys.decode(CampaignSpecification.self, forKey: .specification),
            parameterSet: try keys.decode(String.self, forKey: .parameterSet), points: try keys.decode([Point].self, forKey: .points),
            boundaries: try keys.decode([Boundary].self, forKey: .boundaries),
            wanted: try keys.decodeIfPresent([WantedBoundary].self, forKey: .wanted) ?? [],
            history: try keys.decode([HistoryEntry].self, forKey: .history), parameters: try keys.decode([Parameter].self, forKey: .parameters),
            priors: try keys.decode([Prior].self, forKey: .priors),
            lastPattern: try keys.decodeIfPresent(DiffractionPattern.self, forKey: .lastPattern),
            gridPatterns: try keys.decode(Int.self, forKey: .gridPatterns), warnings: try keys.decode([String].self, forKey: .warnings),
            map: try keys.decodeIfPresent(PhaseMapReport.self, forKey: .map))
    }
}
