/// One pattern, as the likelihood takes it.
struct DiagramObservation: Sendable {
    var number: Int
    /// Mole fraction that was asked for.
    var x: Double
    /// Kelvin that the furnace was set to.
    var setKelvin: Double
    /// Of the thickness at its place, see ``ThicknessProfile``.
    var thicknessWeights: [Double]
    /// By tracked peak, in the order of the campaign; `nil` where the pattern says nothing of it.
    var peaks: [Peak?]

    struct Peak: Sendable {
        /// Counts × degree, with the error of counting.
        var area: Double
        var standardDeviation: Double
        var probabilityPresent: Double
    }
}
