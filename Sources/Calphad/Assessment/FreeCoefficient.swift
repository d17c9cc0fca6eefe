/// One coefficient that an assessment may change: a part of a parameter's dependence on temperature, with what is believed of it beforehand.
///
/// Its value is a shift: what is added to what the database says, so that zero is the published assessment.
public struct FreeCoefficient: Sendable, Hashable {
    /// The function of temperature that the coefficient multiplies.
    public enum Form: String, Sendable, Hashable, CaseIterable, Codable {
        /// `A`, J per mole of formula units: an enthalpy.
        case constant = "A"
        /// `B·T`, `B` in J/(mol K): minus an entropy.
        case linear = "B*T"
        /// `C·T ln T`, `C` in J/(mol K): minus a heat capacity.
        case logarithmic = "C*T*LN(T)"

        public var unit: String { self == .constant ? "J/mol" : "J/(mol K)" }

        /// The function and its first derivative, `temperature` in kelvin.
        @inline(__always) func basis(_ temperature: Double, logarithm: Double) -> (value: Double, slope: Double) {
            switch self {
            case .constant: (1, 0)
            case .linear: (temperature, 1)
            case .logarithmic: (temperature * logarithm, logarithm + 1)
            }
        }
    }

    /// What is believed of the shift beforehand: a normal distribution, in the form's unit.
    public struct Prior: Sendable, Hashable, Codable {
        public var mean: Double
        /// Above zero and finite: an improper prior leaves what the data do not say undefined.
        public var standardDeviation: Double

        public init(mean: Double = 0, standardDeviation: Double) {
            self.mean = mean
            self.standardDeviation = standardDeviation
        }
    }

    public var parameter: ParameterIdentifier
    public var form: Form
    public var prior: Prior

    /// - Parameter prior: nil for a normal distribution about zero with ``defaultStandardDeviation(_:)``.
    public init(_ parameter: ParameterIdentifier, _ form: Form = .constant, prior: Prior? = nil) {
        self.parameter = parameter
        self.form = form
        self.prior = prior ?? Prior(standardDeviation: Self.defaultStandardDeviation(form))
    }

    /// Wide beside the scatter of published assessments: 10 kJ/mol, 10 J/(mol K) and, for `T ln T`, 2 J/(mol K), which is a heat capacity
    /// of a quarter of `R`.
    public static func defaultStandardDeviation(_ form: Form) -> Double {
        switch form {
        case .constant: 10_000
        case .linear: 10
        case .logarithmic: 2
        }
    }
}

extension FreeCoefficient: CustomStringConvertible {
    public var description: String { "\(parameter) \(form.rawValue)" }
}
