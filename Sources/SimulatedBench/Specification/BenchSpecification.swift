public import Tieline

/// Everything that decides what the simulated bench answers, checked: the sample, the hidden truth, the diffractometer, the furnace, the stage.
///
/// Written as YAML in `config/benches`; the daemon refuses to open these files.
public struct BenchSpecification: Hashable, Sendable {
    public var name: String
    public var wafer: WaferSpecification
    public var truth: TruthSpecification
    public var diffraction: DiffractionSpecification
    public var furnace: FurnaceSpecification
    public var stage: StageSpecification
}

/// The composition spread as it really is. The campaign holds its own calibration; only here they agree.
public struct WaferSpecification: Hashable, Sendable {
    /// Strictly rising positions; the composition is linear in between and beyond.
    public var calibration: [CalibrationPoint]
    /// How far from the calibration an exposure looks, one standard deviation in mole fraction, one draw an exposure.
    public var positionError: Double
    /// Thickness varies along the wafer as 1 + this × a Gaussian process of unit variance; one draw a campaign.
    public var thicknessStandardDeviation: Double
    /// The length ℓ, millimetres, of the covariance exp(−d²/2ℓ²) of the thickness.
    public var thicknessCorrelationMillimetres: Double
}

/// The phase diagram that the sample follows, hidden from the daemon.
public struct TruthSpecification: Hashable, Sendable {
    /// One term of the Gibbs-energy model, moved by a constant.
    public struct Shift: Hashable, Sendable {
        /// In the database's spelling: `L(LIQUID,BI,SN;0)`.
        public var parameter: String
        /// J/mol.
        public var joulesPerMole: Double
    }

    /// The TDB file, a path relative to the bench file.
    public var database: String
    /// Two components; the second one's mole fraction runs along the wafer.
    public var components: [String]
    public var phases: [String]
    public var shifts: [Shift]
}

/// What the diffractometer counts. Heights and background are counts a channel in an exposure of `referenceExposureSeconds`.
public struct DiffractionSpecification: Hashable, Sendable {
    public struct Reflection: Hashable, Sendable {
        /// `(101)`.
        public var name: String
        /// Degrees, at the reference temperature.
        public var twoTheta: Double
        /// Peak height over that of the phase's tracked reflection.
        public var relativeHeight: Double
    }

    /// How the lattice of a solid solution follows its composition: `d(x) = d(x₀) (1 + a (x − x₀))`.
    public struct Vegard: Hashable, Sendable {
        /// x₀: the composition at which the reflections' angles hold, mole fraction of the second component.
        public var moleFraction: Double
        /// a: the relative change of every lattice spacing a mole fraction.
        public var strainPerMoleFraction: Double

        public init(moleFraction: Double, strainPerMoleFraction: Double) {
            self.moleFraction = moleFraction
            self.strainPerMoleFraction = strainPerMoleFraction
        }
    }

    /// A phase with Bragg reflections.
    public struct CrystallinePhase: Hashable, Sendable {
        /// The phase's name in the database.
        public var phase: String
        /// The compositions of the phase that this is about, mole fractions of the second component: `0...1`, unless the two sides of a miscibility
        /// gap are grains of their own, each with a texture.
        public var moleFractions: ClosedRange<Double>
        /// `nil` where solution does not move the reflections.
        public var vegard: Vegard?
        /// Linear thermal expansion, 1/K, averaged over the directions of the crystal.
        public var expansionPerKelvin: Double
        public var reflections: [Reflection]

        /// The relative change of the lattice spacings from where the angles hold.
        func strain(moleFraction: Double, kelvin: Double, referenceKelvin: Double) -> Double {
            let heated = 1 + expansionPerKelvin * (kelvin - referenceKelvin)
            let alloyed = vegard.map { 1 + $0.strainPerMoleFraction * (moleFraction - $0.moleFraction) } ?? 1
            return heated * alloyed - 1
        }
    }

    /// The broad maximum of a phase without long-range order, a Gaussian.
    public struct Halo: Hashable, Sendable {
        public var phase: String
        /// Degrees.
        public var twoTheta, fullWidth: Double
        /// Counts above background where the whole sample is that phase.
        public var height: Double
    }

    /// Ångström.
    public var wavelength: Double
    /// Degrees two-theta: the first channel, the last one and the spacing.
    public var firstAngle, lastAngle, angleStep: Double
    public var referenceExposureSeconds: Double
    public var background: Double
    /// Height above background of a reflection of relative height 1 where the whole sample is its phase.
    public var peakHeight: Double
    /// Full width at half maximum of a reflection, degrees two-theta.
    public var peakWidth: Double
    /// The Lorentzian part of the pseudo-Voigt profile, `0...1`.
    public var lorentzianFraction: Double
    /// A phase with a smaller fraction (moles of atoms) gives no peak.
    public var detectionLimit: Double
    /// Each phase's peaks are scaled by exp(this × a standard normal); one draw a campaign.
    public var textureStandardDeviation: Double
    /// Where the angles hold, kelvin.
    public var referenceKelvin: Double
    public var phases: [CrystallinePhase]
    public var halo: Halo?

    /// How many channels a pattern has.
    public var channels: Int { Int(((lastAngle - firstAngle) / angleStep).rounded()) + 1 }
}

/// The furnace and its controller.
public struct FurnaceSpecification: Hashable, Sendable {
    public var ambientKelvin: Double
    /// Time constant, seconds, with which the sample follows the working setpoint.
    public var lagSeconds: Double
    /// Time constant, seconds, with which it cools when the heater is off.
    public var coolingSeconds: Double
    /// How fast full output heats from ambient, K/s.
    public var fullPowerKelvinPerSecond: Double
    /// A sample this near, kelvin, to a setpoint that stands still is exactly at it.
    public var settledKelvin: Double
    /// What the controller shows: noise, one standard deviation, and the spacing of the shown values, kelvin.
    public var readingNoiseKelvin, readingResolutionKelvin: Double
    /// Shown minus true temperature of the sample, one standard deviation; one draw a campaign.
    public var offsetStandardDeviationKelvin: Double
    /// The controller refuses setpoints outside, kelvin …
    public var lowestSetpointKelvin, highestSetpointKelvin: Double
    /// … and ramps that are steeper.
    public var steepestRampKelvinPerMinute: Double
}

/// The motor under the wafer.
public struct StageSpecification: Hashable, Sendable {
    public var minimumMillimetres, maximumMillimetres: Double
    public var millimetresPerSecond: Double
}
