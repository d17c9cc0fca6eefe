/// What a campaign file says, checked and in the units of the names.
public struct CampaignSpecification: Codable, Hashable, Sendable {
    public var name: String
    public var strategy: StrategyName
    public var seed: UInt64
    public var sample: SampleSpecification
    public var space: ParameterSpace
    public var instruments: InstrumentNames
    public var measurement: MeasurementSpecification
    public var theory: TheorySpecification
    public var peaks: [TrackedPeak]
    /// What of a pattern the belief uses.
    public var evidence: EvidenceUse
    public var target: TargetSpecification
    public var budget: BudgetSpecification
    /// What a campaign that maps phases is after; `nil` for one that theory leads. A mapping campaign has no Gibbs energies, no tracked peaks and no furnace:
    /// ``theory`` is ``TheorySpecification/none``, ``target`` ``TargetSpecification/none``.
    public var mapping: MappingSpecification?
    /// The bench that stands in for the instruments, as written in the file; only the simulator and the studies open it.
    public var simulation: String?

    public init(
        name: String, strategy: StrategyName, seed: UInt64, sample: SampleSpecification, space: ParameterSpace, instruments: InstrumentNames,
        measurement: MeasurementSpecification, theory: TheorySpecification, peaks: [TrackedPeak],
        evidence: EvidenceUse = .areas, target: TargetSpecification, budget: BudgetSpecification,
        mapping: MappingSpecification? = nil, simulation: String?
    ) {
        self.name = name
        self.strategy = strategy
        self.seed = seed
        self.sample = sample
        self.space = space
        self.instruments = instruments
        self.measurement = measurement
        self.theory = theory
        self.peaks = peaks
        self.evidence = evidence
        self.target = target
        self.budget = budget
        self.mapping = mapping
        self.simulation = simulation
    }
}

extension CampaignSpecification {
    private enum Key: String, CodingKey {
        case name, strategy, seed, sample, space, instruments, measurement, theory, peaks, evidence, target, budget, mapping, simulation
    }

    /// Journals from before `evidence` was a choice have areas, those from before there were phase maps no mapping.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: Key.self)
        self.init(
            name: try keys.decode(String.self, forKey: .name), strategy: try keys.decode(StrategyName.self, forKey: .strategy),
            seed: try keys.decode(UInt64.self, forKey: .seed), sample: try keys.decode(SampleSpecification.self, forKey: .sample),
            space: try keys.decode(ParameterSpace.self, forKey: .space),
            instruments: try keys.decode(InstrumentNames.self, forKey: .instruments),
            measurement: try keys.decode(MeasurementSpecification.self, forKey: .measurement),
            theory: try keys.decode(TheorySpecification.self, forKey: .theory), peaks: try keys.decode([TrackedPeak].self, forKey: .peaks),
            evidence: try keys.decodeIfPresent(EvidenceUse.self, forKey: .evidence) ?? .areas,
            target: try keys.decode(TargetSpecification.self, forKey: .target),
            budget: try keys.decode(BudgetSpecification.self, forKey: .budget),
            mapping: try keys.decodeIfPresent(MappingSpecification.self, forKey: .mapping),
            simulation: try keys.decodeIfPresent(String.self, forKey: .simulation))
    }
}

/// How a campaign decides.
public enum StrategyName: String, Codable, Sendable, CaseIterable {
    case amase
    /// The published loop: boundaries by presence, one temperature after the other.
    case amasePublished = "amase-published"
    /// The published loop without theory in its decisions; the Gibbs energies are fitted afterwards.
    case noTheory = "no-theory"
    /// Label propagation, and the condition of which it is least sure.
    case leastConfidence = "least-confidence"
    case grid
    case random
    /// The Bayesian phase map, and the condition that tells most about it.
    case phaseMapping = "phase-mapping"
    /// The same until the map has settled, then the best value of a property.
    case phaseMappingThenOptimisation = "phase-mapping-then-optimisation"

    /// Whether it needs a campaign that maps phases.
    public var mapsPhases: Bool { self == .phaseMapping || self == .phaseMappingThenOptimisation }
}

/// What of a pattern a belief uses.
public enum EvidenceUse: String, Codable, Sendable, CaseIterable {
    /// The areas of the peaks, which the lever rule turns into fractions.
    case areas
    /// Only whether each phase is there.
    case presence
}

/// The composition spread on its wafer.
public struct SampleSpecification: Codable, Hashable, Sendable {
    public var description: String
    /// Whether the sample is the same after a cool-down as before it; a film that oxidises is not.
    public var isReversible: Bool
    /// Where on the wafer which composition is: strictly rising positions, monotone values of the composition axis; linear in between.
    public var calibration: [CalibrationPoint]
    /// One standard deviation of the composition at a commanded position, mole fraction: spot size, stage and calibration together.
    public var moleFractionStandardDeviation: Double
    /// One standard deviation of the film's thickness, as a fraction of its mean …
    public var thicknessStandardDeviation: Double
    /// … and the distance over which it varies (squared-exponential length), millimetres.
    public var thicknessCorrelationMillimetres: Double

    public init(
        description: String, isReversible: Bool, calibration: [CalibrationPoint], moleFractionStandardDeviation: Double,
        thicknessStandardDeviation: Double, thicknessCorrelationMillimetres: Double
    ) {
        self.description = description
        self.isReversible = isReversible
        self.calibration = calibration
        self.moleFractionStandardDeviation = moleFractionStandardDeviation
        self.thicknessStandardDeviation = thicknessStandardDeviation
        self.thicknessCorrelationMillimetres = thicknessCorrelationMillimetres
    }
}

/// One line of a wafer's calibration: a position on the stage and the composition there.
public struct CalibrationPoint: Codable, Hashable, Sendable {
    public var positionMillimetres: Double
    public var moleFraction: Double

    public init(positionMillimetres: Double, moleFraction: Double) {
        self.positionMillimetres = positionMillimetres
        self.moleFraction = moleFraction
    }
}

/// The instruments of a campaign, by their names in the daemon's configuration; empty for one that the campaign does without.
public struct InstrumentNames: Codable, Hashable, Sendable {
    public var furnace: String
    public var stage: String
    public var detector: String
    /// Reads labels and properties of the samples of a library.
    public var meter: String

    public init(furnace: String = "", stage: String = "", detector: String = "", meter: String = "") {
        self.furnace = furnace
        self.stage = stage
        self.detector = detector
        self.meter = meter
    }

    public var all: [String] { [furnace, stage, detector, meter].filter { !$0.isEmpty } }
}

extension InstrumentNames {
    private enum Key: String, CodingKey { case furnace, stage, detector, meter }

    /// Journals from before there were libraries have no meter.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: Key.self)
        self.init(
            furnace: try keys.decode(String.self, forKey: .furnace), stage: try keys.decode(String.self, forKey: .stage),
            detector: try keys.decode(String.self, forKey: .detector), meter: try keys.decodeIfPresent(String.self, forKey: .meter) ?? "")
    }
}

/// How one point is measured. Lab time.
public struct MeasurementSpecification: Codable, Hashable, Sendable {
    public var exposureSeconds: Double
    /// Ångström.
    public var wavelength: Double
    public var rampKelvinPerMinute: Double
    /// The measured temperature has to stay within this of the target, kelvin …
    public var toleranceKelvin: Double
    /// … for this long without a break …
    public var settlingSeconds: Double
    /// … before this much time has passed since the ramp should have ended.
    public var timeoutSeconds: Double
    /// How long a pause may hold the furnace hot.
    public var maximumPauseSeconds: Double
    /// One standard deviation of what the controller measures minus the sample's temperature, kelvin: one offset for the whole campaign.
    public var offsetStandardDeviationKelvin: Double

    public init(
        exposureSeconds: Double, wavelength: Double, rampKelvinPerMinute: Double, toleranceKelvin: Double, settlingSeconds: Double,
        timeoutSeconds: Double, maximumPauseSeconds: Double, offsetStandardDeviationKelvin: Double
    ) {
        self.exposureSeconds = exposureSeconds
        self.wavelength = wavelength
        self.rampKelvinPerMinute = rampKelvinPerMinute
        self.toleranceKelvin = toleranceKelvin
        self.settlingSeconds = settlingSeconds
        self.timeoutSeconds = timeoutSeconds
        self.maximumPauseSeconds = maximumPauseSeconds
        self.offsetStandardDeviationKelvin = offsetStandardDeviationKelvin
    }

    /// Of a campaign that heats nothing and takes no patterns: only the time that a measurement takes counts.
    public static func unheated(seconds: Double) -> MeasurementSpecification {
        MeasurementSpecification(
            exposureSeconds: seconds, wavelength: 0, rampKelvinPerMinute: 0, toleranceKelvin: 0, settlingSeconds: 0, timeoutSeconds: 0,
            maximumPauseSeconds: 0, offsetStandardDeviationKelvin: 0)
    }
}

/// The Gibbs-energy model that a campaign starts from, and what of it may move.
public struct TheorySpecification: Codable, Hashable, Sendable {
    /// The path of the TDB file, relative to the campaign file.
    public var database: String
    /// Two components; the second one's mole fraction is the composition axis.
    public var components: [String]
    public var phases: [String]
    public var free: [FreeParameter]
    /// Terms that the assessment lacks and the sample may need: their priors stand about the database's value, or about zero where it has none.
    /// A campaign that needs them reports that the theory misfits.
    public var discrepancy: [FreeParameter]

    public init(database: String, components: [String], phases: [String], free: [FreeParameter], discrepancy: [FreeParameter] = []) {
        self.database = database
        self.components = components
        self.phases = phases
        self.free = free
        self.discrepancy = discrepancy
    }

    /// A campaign without Gibbs energies.
    public static let none = TheorySpecification(database: "", components: [], phases: [], free: [])

    /// Everything that may move: ``free``, then ``discrepancy``.
    public var moving: [FreeParameter] { free + discrepancy }
}

extension TheorySpecification {
    private enum Key: String, CodingKey { case database, components, phases, free, discrepancy }

    /// Journals from before there was a discrepancy have none.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: Key.self)
        self.init(
            database: try keys.decode(String.self, forKey: .database), components: try keys.decode([String].self, forKey: .components),
            phases: try keys.decode([String].self, forKey: .phases), free: try keys.decode([FreeParameter].self, forKey: .free),
            discrepancy: try keys.decodeIfPresent([FreeParameter].self, forKey: .discrepancy) ?? [])
    }
}

/// A parameter of the Gibbs model with a normal prior around its database value.
public struct FreeParameter: Codable, Hashable, Sendable {
    /// In the database's spelling: `L(LIQUID,BI,SN;0)`.
    public var parameter: String
    /// J/mol.
    public var standardDeviation: Double

    public init(parameter: String, standardDeviation: Double) {
        self.parameter = parameter
        self.standardDeviation = standardDeviation
    }
}

/// What the campaign may spend. Lab time.
public struct BudgetSpecification: Codable, Hashable, Sendable {
    public var patterns: Int
    public var seconds: Double

    public init(patterns: Int, seconds: Double) {
        self.patterns = patterns
        self.seconds = seconds
    }
}
