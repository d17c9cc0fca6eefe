/// What a researcher believes, said at any moment of a campaign, and how sure they are.
public struct Prior: Codable, Hashable, Sendable {
    public enum Kind: Codable, Hashable, Sendable {
        /// Look here first: a polygon in the campaign's space, axis order.
        case regionOfInterest(polygon: [Condition])
        /// This region holds these phases, as database names.
        case phaseRegion(polygon: [Condition], phases: [String])
        /// The same of all conditions that are no farther from a centre than `radius`, in the coordinates of ``ParameterSpace/mapCoordinates(of:)``: for a
        /// composition in mole fraction, since the edge of its simplex is one; for other axes as a share of their extent.
        case phaseBall(center: Condition, radius: Double, phases: [String])
        /// The boundary between two sets of phases runs along this polyline.
        case phaseBoundary(points: [Condition], between: [String])
        case samePhase([Condition])
        case differentPhase([Condition])

        /// The radii of a ball that mean something, wherever it is said: from a point to far more than any space.
        public static let plausibleRadii = 1e-6...10.0
    }

    /// `prior-1`, given by the journal.
    public var identifier: String
    public var kind: Kind
    /// The probability that it is right, above 0.5, which says nothing, and below 1.
    public var certainty: Double
    public var author: String
    public var reason: String
    /// When it was said, seconds since 1970, wall time.
    public var time: Double

    public init(identifier: String, kind: Kind, certainty: Double, author: String, reason: String, time: Double) {
        self.identifier = identifier
        self.kind = kind
        self.certainty = certainty
        self.author = author
        self.reason = reason
        self.time = time
    }
}
