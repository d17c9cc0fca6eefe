internal import Inference
internal import LinearAlgebra

/// A thermodynamic assessment: Gibbs energies with free coefficients, what is believed of them beforehand, and data.
///
/// A value. Data can be added at any time (``add(_:)``), and a posterior be brought up to date without a new fit
/// (``ParameterPosterior/updated(with:)``).
///
///     var assessment = try Assessment(database, components: ["CU", "MG"], free: [FreeCoefficient(try ParameterIdentifier("L(LIQUID,CU,MG;0)"))])
///     try assessment.add(data)
///     let posterior = try assessment.fit()
///     posterior.mean            // what to add to the database's coefficients
///     posterior.database()      // the database with that added
public struct Assessment: Sendable {
    /// How measured numbers scatter about what is true.
    public enum Scatter: Sendable, Equatable {
        /// By their standard errors.
        case normal
        /// With outliers: Student's t. Data of many laboratories have them; four degrees of freedom are customary.
        case student(degreesOfFreedom: Double)
    }

    public struct Options: Sendable, Equatable {
        public var scatter = Scatter.normal
        /// J/(mol K).
        public var gasConstant = CalphadConstants.gasConstant
        /// How well any model's energies can be known, J per mole of atoms: it is added in quadrature to the errors of boundaries.
        public var energyTolerance = 1.0

        public init() {}
    }

    let core: AssessmentCore
    var evaluator: AssessmentEvaluator
    public let options: Options
    public private(set) var data: [AssessmentDatum] = []

    /// - Parameters:
    ///   - phases: nil for all the database supports. Data name phases of these.
    ///   - free: at least one coefficient; parameters that the file leaves out start from zero.
    /// - Throws: ``AssessmentError`` `invalidCoefficient`; ``DatabaseError``.
    public init(
        _ database: Database, components: [String], phases: [String]? = nil, free: [FreeCoefficient], options: Options = Options()
    ) throws {
        core = try AssessmentCore(database, components: components, phases: phases, free: free, gasConstant: options.gasConstant)
        evaluator = AssessmentEvaluator(core, energyTolerance: options.energyTolerance, rows: [])
        self.options = options
    }

    public var components: [String] { core.components }
    public var phases: [String] { core.phases.map(\.name) }
    public var free: [FreeCoefficient] { core.coefficients }

    private var reading: AssessmentCore.Reading {
        switch options.scatter {
        case .normal: .init(loss: .normal)
        case .student(let freedom): .init(loss: .student(degreesOfFreedom: freedom))
        }
    }

    /// Adds a datum, or changes nothing.
    ///
    /// - Throws: ``AssessmentError`` `invalidDatum`.
    public mutating func add(_ datum: AssessmentDatum) throws(AssessmentError) {
        evaluator.append(try core.row(datum, reading))
        data.append(datum)
    }

    /// - Throws: ``AssessmentError`` `invalidDatum`, with the number of the datum; those before it have been added.
    public mutating func add(_ data: [AssessmentDatum]) throws(AssessmentError) {
        for (index, datum) in data.enumerated() {
            do throws(AssessmentError) { try add(datum) } catch {
                let place = datum.source.isEmpty ? "datum \(index)" : datum.source
                throw AssessmentError(error.code, "\(place): \(error.message)", remedy: error.remedy)
            }
        }
    }

    /// The database with shifts added to its free coefficients; nil for the means of the priors.
    public func database(adding shifts: [Double]? = nil) -> Database {
        core.database.adding(shifts ?? free.map(\.prior.mean), to: free)
    }

    // MARK: Whitened coordinates: t = (θ − m)/σ of the prior

    func shifts(_ point: [Double]) -> [Double] { zip(point, free).map { $1.prior.mean + $1.prior.standardDeviation * $0 } }
    func point(_ shifts: [Double]) -> [Double] { zip(shifts, free).map { ($0 - $1.prior.mean) / $1.prior.standardDeviation } }
}
