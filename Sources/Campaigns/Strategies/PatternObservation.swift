/// One pattern, as a belief takes it: the areas of the tracked peaks at a condition.
struct PatternObservation: Sendable {
    let number: Int
    /// Mole fraction of the second component, as commanded.
    let x: Double
    /// The set temperature, kelvin.
    let setKelvin: Double
    /// Of the thickness at that place, see ``ThicknessProfile``.
    let thicknessWeights: [Double]
    /// In the order that the belief has its peaks in; `nil` where the pattern says nothing of one.
    let areas: [Area?]

    struct Area: Sendable {
        /// Counts × degree, with the error of counting.
        var value: Double
        var standardDeviation: Double
        var probabilityPresent: Double
    }
}
