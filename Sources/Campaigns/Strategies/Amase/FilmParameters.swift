import Inference
import LinearAlgebra
import Tieline

/// Everything that a film's areas depend on and that nobody knows exactly, as one vector `z` whose prior is standard normal.
///
/// | part of `z` | meaning | scale |
/// |---|---|---|
/// | `0 ..< free` | shifts of the Gibbs parameters | the campaign's standard deviations, J/mol |
/// | `free` | controller minus sample | K |
/// | next two | log area of a pure phase, lean and rich solid | see ``areaLogMean`` |
/// | the rest | thickness at the knots of the wafer | squared-exponential process |
struct FilmParameters: Sendable {
    let shiftDeviations: [Double]
    let offsetDeviation: Double
    /// Where the areas' prior stands, log of counts × degree; its standard deviation is ``areaLogDeviation``.
    var areaLogMean: Double
    let thickness: ThicknessProfile

    /// One standard deviation of the log of an area scale: a factor of 4.5. Texture, exposure and optics of a new bench are unknown, and one
    /// pattern is enough to pin the scale to a few per cent.
    static let areaLogDeviation = 1.5

    init(_ specification: CampaignSpecification, areaLogMean: Double) throws(LinearAlgebraError) {
        shiftDeviations = specification.theory.moving.map(\.standardDeviation)
        offsetDeviation = specification.measurement.offsetStandardDeviationKelvin
        self.areaLogMean = areaLogMean
        thickness = try ThicknessProfile(specification.sample)
    }

    var free: Int { shiftDeviations.count }
    var count: Int { free + 3 + thickness.knots.count }

    func shifts(_ z: [Double]) -> [Double] { zip(z, shiftDeviations).map(*) }
    /// Kelvin.
    func offset(_ z: [Double]) -> Double { z[free] * offsetDeviation }
    /// log of counts × degree of the pure phase at the mean thickness.
    func logArea(_ z: [Double], _ solid: PhaseField.Solid) -> Double { areaLogMean + Self.areaLogDeviation * z[free + 1 + solid.rawValue] }
    /// Thickness over its mean, at the weights of a place.
    func relativeThickness(_ z: [Double], weights: [Double]) -> Double {
        var deviation = 0.0
        for (knot, weight) in weights.enumerated() { deviation += weight * z[free + 3 + knot] }
        return 1 + deviation
    }
}
