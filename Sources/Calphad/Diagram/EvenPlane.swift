/// Points that fill the unit square evenly, however many are taken: Roberts' sequence in two dimensions, whose steps are powers of the inverse of the
/// plastic number (the real root of x³ = x + 1).
enum EvenPlane {
    private static let stride = SIMD2(0.7548776662466927, 0.5698402909980532)

    /// - Parameter place: From 0.
    static func point(_ place: Int) -> SIMD2<Double> {
        let step = Double(place + 1)
        return SIMD2(
            (0.5 + stride.x * step).truncatingRemainder(dividingBy: 1), (0.5 + stride.y * step).truncatingRemainder(dividingBy: 1))
    }
}
