public import Tieline

/// Who names regions: an analyser of diffraction patterns, of Raman spectra, a person at a microscope.
public struct StructureSource: Hashable, Sendable {
    public var name: String
    /// The chance that a label is drawn without regard to the true region; `.fixed(0)` declares a source free of error.
    public var errorRate: HyperParameterPrior
    /// How unevenly such labels fall, as a standard deviation of the logarithm of their shares: 0, all labels alike; from 1 on a source may take one phase for another again and
    /// again, and the posterior learns which for which. Some of them are right by chance, so that with an uneven source ``errorRate`` is not how often it errs: that is what
    /// ``PhaseMapPosterior/confusion(ofSource:)`` leaves off its diagonal.
    public var unevenness: Double
    /// The labels that it can give; `nil` for all.
    public var labels: [Int]?

    public init(name: String, errorRate: HyperParameterPrior = .fixed(0.01), unevenness: Double = 0, labels: [Int]? = nil) {
        self.name = name
        self.errorRate = errorRate
        self.unevenness = unevenness
        self.labels = labels
    }
}

/// What one measurement says about the region it lies in.
public struct StructureEvidence: Hashable, Sendable {
    public var location: Condition
    /// Of the regions `0 ..< probabilities.count`, from even odds; they sum to one. Regions beyond have none.
    public var probabilities: [Double]
    /// Index of the source in ``PhaseMapModel/sources``.
    public var source: Int

    public init(location: Condition, probabilities: [Double], source: Int = 0) {
        self.location = location
        self.probabilities = probabilities
        self.source = source
    }

    /// A label without doubt.
    public init(location: Condition, label: Int, source: Int = 0) {
        self.init(location: location, probabilities: (0...label).map { $0 == label ? 1 : 0 }, source: source)
    }
}
