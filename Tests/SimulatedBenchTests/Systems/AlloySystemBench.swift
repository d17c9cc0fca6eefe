import Calphad
import Campaigns
import Diffraction
import SimulatedBench
import Tieline

/// One of the binary systems of `config`: its bench, its campaign, and what the one should see of the other.
struct AlloySystemBench {
    static let names = ["pb-sn", "ag-cu", "cu-mg", "al-zn"]

    let film: FilmBench
    let campaign: CampaignSpecification

    /// - Parameter isQuiet: Whether to leave out everything that chance decides but the counting noise.
    init(_ name: String, seed: UInt64 = 1, isQuiet: Bool = true) throws {
        let path = Benches.folder + "/\(name).yaml"
        let film = try FilmBench(contentsOf: path, seed: seed)
        let file = Benches.folder + "/../campaigns/\(name).yaml"
        campaign = try CampaignReader(parsing: Benches.text(file), file: file).specification
        var specification = film.specification
        if isQuiet {
            specification.wafer.positionError = 0
            specification.wafer.thicknessStandardDeviation = 0
            specification.diffraction.textureStandardDeviation = 0
            specification.furnace.offsetStandardDeviationKelvin = 0
        }
        self.film = FilmBench(specification, truth: film.truth, seed: seed)
    }

    var analyser: PeakAnalyser { PeakAnalyser(peaks: campaign.peaks, wavelength: campaign.measurement.wavelength) }

    /// The area of a tracked peak where the whole sample is its phase, counts × degree in the reference exposure.
    var fullArea: Double {
        let diffraction = film.specification.diffraction
        return PseudoVoigt(fullWidthAtHalfMaximum: diffraction.peakWidth, mixing: diffraction.lorentzianFraction).area(
            ofHeight: diffraction.peakHeight)
    }

    /// Where on the wafer a composition is, by the campaign's calibration.
    func millimetres(moleFraction x: Double) -> Double {
        let points = campaign.sample.calibration
        let (first, last) = (points[0], points[points.count - 1])
        return first.positionMillimetres
            + (x - first.moleFraction) / (last.moleFraction - first.moleFraction) * (last.positionMillimetres - first.positionMillimetres)
    }

    func evidence(series: Int, moleFraction x: Double, kelvin: Double) throws -> Evidence {
        let diffraction = film.specification.diffraction
        let pattern = try film.pattern(
            series: series, positionMillimetres: millimetres(moleFraction: x), setKelvin: kelvin,
            exposureSeconds: diffraction.referenceExposureSeconds)
        return try analyser.evidence(from: pattern, kelvin: kelvin)
    }

    /// The tracked peaks that are there beyond doubt: at even odds background alone passes for a peak in one pattern of fifty.
    func seen(moleFraction x: Double, celsius: Double) throws -> [String] {
        let series = 1 + Int(x * 1_000) + Int(celsius) * 1_000
        return try evidence(series: series, moleFraction: x, kelvin: kelvin(fromDegreesCelsius: celsius)).phases.filter {
            $0.probabilityPresent > 0.95
        }
        .map(\.phase)
    }

    /// The fraction of the phase, and of the compositions, that a peak stands for: nothing below the detection limit.
    func visible(_ peak: TrackedPeak, moleFraction x: Double, kelvin: Double) throws -> Double {
        try film.phases(moleFraction: x, sampleKelvin: kelvin).reduce(0) { sum, phase in
            let counts = phase.phase == peak.phase && peak.moleFractions.contains(phase.moleFraction)
            return sum + (counts && phase.fraction >= film.specification.diffraction.detectionLimit ? phase.fraction : 0)
        }
    }

    /// Whether a phase there has nearly the composition that parts two tracked peaks: then neither the bench nor anybody else can tell them apart.
    func isBetweenPeaks(moleFraction x: Double, kelvin: Double) throws -> Bool {
        let parting = campaign.peaks.map(\.moleFractions.lowerBound).filter { $0 > 0 }
        return try film.phases(moleFraction: x, sampleKelvin: kelvin).contains { phase in parting.contains { abs($0 - phase.moleFraction) < 0.01 } }
    }

    /// Places in every field that the campaign's window has at these temperatures: in the one-phase fields their middle, in the two-phase fields
    /// a quarter, half and three quarters.
    func places(kelvin: Double) throws -> [Double] {
        let axis = campaign.space.axes[0]
        let ends = try film.truth.system.tieLines(atTemperature: kelvin).flatMap { [$0.leaner.x, $0.richer.x] }
        let inside = [axis.minimum] + ends.filter { $0 > axis.minimum && $0 < axis.maximum } + [axis.maximum]
        return zip(inside, inside.dropFirst()).flatMap { from, to in [0.25, 0.5, 0.75].map { from + $0 * (to - from) } }
    }

    /// Temperatures over the campaign's window, kelvin.
    func temperatures(_ count: Int) -> [Double] {
        let axis = campaign.space.axes[1]
        return (0..<count).map { axis.minimum + (Double($0) + 0.5) / Double(count) * (axis.maximum - axis.minimum) }
    }
}
