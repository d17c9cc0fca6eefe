import Glibc
import Inference

/// What chance decides once a campaign: the texture of each phase (a phase may have one on either side of a miscibility gap), the thickness along the wafer, the error of the thermometer.
struct CampaignDraws: Sendable {
    /// The factor of each phase's peaks, in the order of the specification's phases.
    let textureFactors: [Double]
    let thickness: ThicknessProfile
    /// Shown minus true temperature of the sample, kelvin.
    let temperatureOffset: Double

    init(_ specification: BenchSpecification, seed: UInt64) {
        let diffraction = specification.diffraction
        textureFactors = diffraction.phases.indices.map { index in
            var stream = RandomStream(seed: seed, key: Draw.texture, UInt64(index))
            return exp(diffraction.textureStandardDeviation * stream.normal())
        }
        thickness = ThicknessProfile(
            seed: seed, standardDeviation: specification.wafer.thicknessStandardDeviation,
            correlationMillimetres: specification.wafer.thicknessCorrelationMillimetres,
            from: specification.stage.minimumMillimetres, to: specification.stage.maximumMillimetres)
        var stream = RandomStream(seed: seed, key: Draw.temperatureOffset)
        temperatureOffset = specification.furnace.offsetStandardDeviationKelvin * stream.normal()
    }
}
