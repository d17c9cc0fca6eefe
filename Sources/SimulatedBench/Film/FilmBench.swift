import Diffraction
import Glibc
import Inference
public import Tieline

/// The film under the diffractometer: every pattern that the bench will ever give, as a pure function of specification, seed and arguments.
///
/// Expected counts in a channel, with f the lever-rule fraction of a phase, t its texture factor and d the relative thickness:
///
///     λ = exposure/reference · ( background + Σ f·t·d·(peak heights)·(pseudo-Voigt profiles) + f_liquid·halo )
///
/// Counts are Poisson(λ). The exposure looks at a composition beside the calibrated one, and the sample is not as hot as its thermometer says.
public struct FilmBench: Sendable {
    public let specification: BenchSpecification
    public let seed: UInt64
    public let truth: FilmTruth
    private let draws: CampaignDraws
    private let simulator: PatternSimulator
    /// Counts of the halo where all is liquid, in the reference exposure.
    private let halo: [Double]
    private let cache = SectionCache()

    /// - Throws: a database error if the truth does not fit its database.
    public init(_ specification: BenchSpecification, truth: FilmTruth, seed: UInt64) {
        self.specification = specification
        self.seed = seed
        self.truth = truth
        draws = CampaignDraws(specification, seed: seed)
        let diffraction = specification.diffraction
        simulator = PatternSimulator(
            twoTheta: (0..<diffraction.channels).map { Self.angle(diffraction.firstAngle + Double($0) * diffraction.angleStep) },
            profile: PseudoVoigt(fullWidthAtHalfMaximum: diffraction.peakWidth, mixing: diffraction.lorentzianFraction))
        halo = simulator.expectedCounts(
            peaks: [],
            background: .init(
                level: 0, haloHeight: diffraction.halo?.height ?? 0, haloCentre: diffraction.halo?.twoTheta ?? diffraction.firstAngle,
                haloWidth: diffraction.halo?.fullWidth ?? 1))
    }

    /// The pattern of one exposure.
    ///
    /// - Parameters:
    ///   - series: The number of the exposure, `1...`: the key of its position error and of its counting noise.
    ///   - positionMillimetres: Where the stage stands; a position on the wafer.
    ///   - setKelvin: What the furnace's thermocouple feels: the set temperature, once the furnace has settled there.
    ///   - exposureSeconds: Positive.
    /// - Throws: an equilibrium error where the hidden phase diagram has no solution.
    public func pattern(series: Int, positionMillimetres: Double, setKelvin: Double, exposureSeconds: Double) throws -> DiffractionPattern {
        var counting = RandomStream(seed: seed, key: Draw.counting, UInt64(series))
        let expected = try expectedCounts(
            series: series, positionMillimetres: positionMillimetres, setKelvin: setKelvin, exposureSeconds: exposureSeconds)
        let counts = expected.map { Double(counting.poisson(mean: $0)) }
        return DiffractionPattern(
            twoTheta: simulator.twoTheta, counts: counts, wavelength: specification.diffraction.wavelength, exposureSeconds: exposureSeconds)
    }

    /// The pattern of an exposure that the bench made.
    public func pattern(of exposure: Exposure) throws -> DiffractionPattern {
        try pattern(
            series: exposure.series, positionMillimetres: exposure.positionMillimetres, setKelvin: exposure.furnaceKelvin,
            exposureSeconds: exposure.seconds)
    }

    /// The pattern without counting noise: λ of every channel.
    public func expectedCounts(series: Int, positionMillimetres: Double, setKelvin: Double, exposureSeconds: Double) throws -> [Double] {
        precondition(series >= 1 && exposureSeconds > 0, "exposures are numbered from 1 and take time")
        let diffraction = specification.diffraction
        let position = StageModel.rounded(positionMillimetres)
        var positionError = RandomStream(seed: seed, key: Draw.position, UInt64(series))
        let composition = min(max(moleFraction(atMillimetres: position) + specification.wafer.positionError * positionError.normal(), 0), 1)
        let sampleKelvin = sampleKelvin(atFurnaceKelvin: setKelvin)
        let entry = try cache.entry(atKelvin: sampleKelvin) {
            SectionCache.Entry(
                section: try truth.section(kelvin: sampleKelvin),
                profiles: PhaseProfiles(diffraction, simulator: simulator, sampleKelvin: sampleKelvin))
        }
        let thickness = draws.thickness.relativeThickness(atMillimetres: position)
        let scale = exposureSeconds / diffraction.referenceExposureSeconds
        var expected = [Double](repeating: scale * diffraction.background, count: simulator.twoTheta.count)
        for phase in entry.section.phases(atMoleFraction: composition) where phase.fraction >= diffraction.detectionLimit {
            if let index = diffraction.phases.firstIndex(where: { $0.phase == phase.phase && $0.moleFractions.contains(phase.moleFraction) }) {
                let weight = scale * phase.fraction * draws.textureFactors[index] * thickness
                Self.add(weight, of: entry.profiles.counts(ofPhase: index, moleFraction: phase.moleFraction), to: &expected)
            }
            if phase.phase == diffraction.halo?.phase { Self.add(scale * phase.fraction * thickness, of: halo, to: &expected) }
        }
        return expected
    }

    /// What is really there, for those who score a campaign: the fractions at a place and a temperature of the sample.
    public func phases(moleFraction x: Double, sampleKelvin: Double) throws -> [FilmPhase] {
        try truth.section(kelvin: sampleKelvin).phases(atMoleFraction: x)
    }

    /// How hot the sample is, kelvin, when the thermocouple feels `kelvin`: the offset of the campaign is what the thermocouple is too high.
    public func sampleKelvin(atFurnaceKelvin kelvin: Double) -> Double {
        // To the nearest millikelvin of the Celsius scale, so that the last bit of a unit conversion on some line cannot change a count.
        let celsius = (degreesCelsius(fromKelvin: kelvin) * 1_000).rounded() / 1_000
        return Tieline.kelvin(fromDegreesCelsius: celsius) - draws.temperatureOffset
    }

    /// The composition by the wafer's true calibration: linear between its points, and beyond them.
    public func moleFraction(atMillimetres position: Double) -> Double {
        let points = specification.wafer.calibration
        let upper = min(max(points.firstIndex { $0.positionMillimetres >= position } ?? points.count - 1, 1), points.count - 1)
        let left = points[upper - 1]
        let right = points[upper]
        let fraction = (position - left.positionMillimetres) / (right.positionMillimetres - left.positionMillimetres)
        return left.moleFraction + fraction * (right.moleFraction - left.moleFraction)
    }

    private static func add(_ weight: Double, of profile: [Double], to expected: inout [Double]) {
        for channel in expected.indices { expected[channel] += weight * profile[channel] }
    }

    /// To the nearest microdegree, so that an angle is written with as many digits as its step.
    private static func angle(_ degrees: Double) -> Double { (degrees * 1e6).rounded() / 1e6 }
}
