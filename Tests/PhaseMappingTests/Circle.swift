import Inference
import PhaseMapping
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// SAGE's circle: inside the unit circle a property about 5, outside one about 0 (Kusne, McDannald, DeCost 2024, 2-D challenges).
enum Circle {
    static func model(leastNoise: Double = 0.05) -> PhaseMapModel {
        .standard(
            coordinates: .identity(axisCount: 2), extents: [4, 4], labelledRegions: 2,
            properties: [PropertyScale(name: "signal", level: 1, spread: 2.5, noise: .logUniform(leastNoise, 0.5))])
    }

    /// 1 inside, 0 outside.
    static func label(at place: Condition) -> Int { place[0] * place[0] + place[1] * place[1] < 1 ? 1 : 0 }

    static func value(at place: Condition) -> Double {
        label(at: place) == 1 ? 5 + sin(2 * place[0] + place[1]) : cos(place[0] - 2 * place[1])
    }

    /// Anywhere in the square of side 4.
    static func place(_ stream: inout RandomStream) -> Condition { Condition([4 * stream.uniform() - 2, 4 * stream.uniform() - 2]) }
}
