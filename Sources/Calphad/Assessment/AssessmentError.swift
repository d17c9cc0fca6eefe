internal import LinearAlgebra

/// Why an assessment cannot be made, or a datum not be used.
public struct AssessmentError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable, CaseIterable {
        /// A datum names what the system does not have, or holds numbers that cannot be.
        case invalidDatum
        /// A free coefficient is none.
        case invalidCoefficient
        /// The fit ended away from a maximum.
        case notConverged
        /// A file of data cannot be read.
        case unreadableData
        /// A library that factors matrices is not there.
        case libraryMissing
    }

    public var code: Code
    /// What happened, with names and numbers.
    public var message: String
    /// What a person can do about it.
    public var remedy: String

    public init(_ code: Code, _ message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    public var description: String { "\(message). \(remedy)" }
}

extension AssessmentError {
    /// A curvature without a factor, or no library to find it.
    init(_ error: LinearAlgebraError, where place: String) {
        guard case .libraryMissing = error else {
            self.init(
                .notConverged, "the curvature of the posterior \(place) has no factor: \(error)",
                remedy: "Narrow the priors, or free fewer coefficients: some combination of them is known beyond what numbers hold.")
            return
        }
        self.init(.libraryMissing, error.description, remedy: "Install the library.")
    }
}
