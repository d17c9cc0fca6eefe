import Diffraction
public import Tieline

extension MapBench {
    /// The pattern of a reading as the bench serves it: `.xy` text; `nil` where there is no diffractometer.
    public func patternText(ofReading number: Int, at place: Condition) -> String? {
        pattern(at: place).map { PatternText.text(of: $0, comments: ["simulated: true", "reading: \(number)"]) }
    }
}
