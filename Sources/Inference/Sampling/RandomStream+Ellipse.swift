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

    /// An elliptical slice whose trials make a state that is wanted afterwards.
    ///
    /// - Parameters:
    ///   - logDensity: Of the factor beside the normal distribution, at the present state.
    ///   - trial: The state at an angle, and that factor there; `nil` where it vanishes.
    /// - Returns: The first state on the slice; `nil`, the present one, if the bracket shrank to a point.
    // Inlined: samplers make hundreds of states a sweep, and as generic values they would cost a twentieth of it.
    @inlinable
    public mutating func ellipticalSlice<State>(
        logDensity: Double, trial: (_ cosine: Double, _ sine: Double) throws -> (state: State, logDensity: Double)?
    ) rethrows -> State? {
        var state: State?
        let angle = try ellipseAngle(logDensity: logDensity) { cosine, sine in
            guard let next = try trial(cosine, sine) else { return -.infinity }
            state = next.state
            return next.logDensity
        }
        return angle == 0 ? nil : state
    }
}
