import Tieline

/// One pattern, as the belief sees it: tracked areas of the two solids at a condition.
struct FilmObservation: Sendable {
    let number: Int
    /// Mole fraction of the second component, as commanded.
    let x: Double
    /// The set temperature, kelvin.
    let setKelvin: Double
    /// Of the thickness at that place.
    let thicknessWeights: [Double]
    /// By ``PhaseField/Solid``; `nil` where the phase is not tracked.
    let areas: [Area?]

    struct Area: Sendable {
        var value: Double
        var standardDeviation: Double
        var probabilityPresent: Double
    }
}
