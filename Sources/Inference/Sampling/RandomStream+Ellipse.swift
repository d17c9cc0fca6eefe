#if canImport(Glibc)
    import Glibc
#endif

extension RandomStream {
    /// Each shrinkage halves a bracket on average: 2^-60 of it is a point.
    public static let maximumShrinkages = 60

    /// The angle of an elliptical slice (Murray, Adams and MacKay 2010, AISTATS, figure 2).
    ///
    /// - Parameters:
    ///   - logDensity: Of the factor beside the normal distribution, at the present state.
    ///   - trial: That of the state at an angle.
    /// - Returns: The first angle on the slice; 0, the present state, if the bracket shrank to a point.
    public mutating func ellipseAngle(logDensity: Double, trial: (_ cosine: Double, _ sine: Double) throws -> Double) rethrows -> Double {
        let threshold = logDensity + log(1 - uniform())
        var angle = 2 * Double.pi * uniform()
        var (low, high) = (angle - 2 * Double.pi, angle)
        for _ in 0..<Self.maximumShrinkages {
            if try trial(cos(angle), sin(angle)) > threshold { return angle }
            if angle < 0 { low = angle } else { high = angle }
            angle = low + (high - low) * uniform()
        }
        return 0
    }
}
