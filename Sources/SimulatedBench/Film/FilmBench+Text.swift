import Diffraction

extension FilmBench {
    /// The pattern of an exposure as the bench serves it: `.xy` text that says that it is simulated.
    public func text(of exposure: Exposure) throws -> String {
        let comments = ["simulated true", "series \(exposure.series)", "stage \(exposure.positionMillimetres) mm"]
        return PatternText.text(of: try pattern(of: exposure), comments: comments)
    }
}
