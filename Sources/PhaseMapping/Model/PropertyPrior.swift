/// The prior of one functional property: in every region a Gaussian process of its own, about a level of its own.
public struct PropertyPrior: Hashable, Sendable {
    public var name: String
    public var kernel: StationaryKernel
    /// Of the standard deviation of the process, in the property's unit; drawn for every region.
    public var deviation: HyperParameterPrior
    /// One a coordinate of the ``CoordinateMap``; drawn for every region.
    public var lengths: [HyperParameterPrior]
    /// Of the standard deviation of the noise, in the property's unit, on top of what each value declares.
    public var noise: HyperParameterPrior
    /// The level of a region is normal about this value, and integrated out in closed form.
    public var levelMean: Double
    /// One standard deviation of a region's level.
    public var levelDeviation: Double

    public init(
        name: String, kernel: StationaryKernel = .squaredExponential, deviation: HyperParameterPrior, lengths: [HyperParameterPrior],
        noise: HyperParameterPrior, levelMean: Double, levelDeviation: Double
    ) {
        self.name = name
        self.kernel = kernel
        self.deviation = deviation
        self.lengths = lengths
        self.noise = noise
        self.levelMean = levelMean
        self.levelDeviation = levelDeviation
    }
}
