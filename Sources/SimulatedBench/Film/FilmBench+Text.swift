import Diffraction
import Tieline

extension FilmBench {
    /// The pattern of an exposure as the bench serves it: `.xy` text, with the `# key: value` lines of docs/bench-protocol.md.
    public func text(of exposure: Exposure) throws -> String {
        let pattern = try pattern(of: exposure)
        let comments = [
            "simulated: true", "series: \(exposure.series)", "wavelength: \(pattern.wavelength)", "exposure: \(exposure.seconds)",
            "stage: \(exposure.positionMillimetres)",
        ]
        return PatternText.text(of: pattern, comments: comments)
    }
}
