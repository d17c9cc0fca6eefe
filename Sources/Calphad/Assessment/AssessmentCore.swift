internal import OrderedCollections

/// What an assessment compiles once and nothing changes: phases and free coefficients. It reads data into rows of numbers, which each copy of an
/// assessment evaluates by itself.
final class AssessmentCore: Sendable {
    let database: Database
    let components: [String]
    let phases: [AssessedPhase]
    let coefficients: [FreeCoefficient]
    /// The parameters that have a free coefficient.
    let parameters: [ParameterIdentifier]
    /// `[parameter]`: its coefficients.
    let forms: [[(form: FreeCoefficient.Form, coefficient: Int)]]
    let gasConstant: Double

    init(_ database: Database, components: [String], phases requested: [String]?, free: [FreeCoefficient], gasConstant: Double) throws {
        try database.checkComponents(components)
        guard !free.isEmpty else {
            throw AssessmentError(.invalidCoefficient, "no coefficient is free", remedy: "Name at least one, as L(LIQUID,CU,MG;0).")
        }
        var forms: OrderedDictionary<ParameterIdentifier, [(form: FreeCoefficient.Form, coefficient: Int)]> = [:]
        for (index, one) in free.enumerated() {
            guard one.parameter.kind == .gibbs else {
                throw AssessmentError(
                    .invalidCoefficient, "\(one.parameter) is no Gibbs energy",
                    remedy: "Only parameters G and L can be free: energies are linear in them.")
            }
            let prior = one.prior
            guard prior.mean.isFinite, prior.standardDeviation.isFinite, prior.standardDeviation > 0 else {
                throw AssessmentError(
                    .invalidCoefficient, "the prior of \(one) is \(prior.mean) ± \(prior.standardDeviation)",
                    remedy: "Give a finite mean and a standard deviation above zero.")
            }
            guard !forms[one.parameter, default: []].contains(where: { $0.form == one.form }) else {
                throw AssessmentError(.invalidCoefficient, "\(one) is free twice", remedy: "Name it once.")
            }
            forms[one.parameter, default: []].append((one.form, index))
        }
        parameters = Array(forms.keys)
        self.forms = Array(forms.values)
        coefficients = free
        // A parameter that the file leaves out starts from zero.
        let absent = parameters.filter { database.parameter($0) == nil }.map { ($0, 0.0) }
        let database = try database.adding(absent)
        var models: [GibbsModel] = []
        for name in requested ?? database.defaultPhaseNames {
            if let model = try GibbsModel(database, phase: name, components: components, gasConstant: gasConstant) { models.append(model) }
        }
        let parameters = parameters
        phases = models.enumerated().map { AssessedPhase($1, index: $0, free: parameters) }
        for (index, parameter) in parameters.enumerated() where !phases.contains(where: { $0.entries.contains { $0.parameter == index } }) {
            throw AssessmentError(
                .invalidCoefficient, "\(parameter) enters no phase of \(components.joined(separator: "-"))",
                remedy: "The phases are \(models.map(\.phase).joined(separator: ", ")).")
        }
        self.database = database
        self.components = components
        self.gasConstant = gasConstant
    }

    /// - Throws: ``AssessmentError`` `invalidDatum` when there is no such phase.
    func place(of phase: String) throws(AssessmentError) -> Int {
        guard let index = phases.firstIndex(where: { $0.name == phase }) else {
            throw AssessmentError(
                .invalidDatum, "there is no phase \(phase) of \(components.joined(separator: "-"))",
                remedy: "The phases are \(phases.map(\.name).joined(separator: ", ")).")
        }
        return index
    }

    func place(ofComponent name: String) throws(AssessmentError) -> Int {
        guard let index = components.firstIndex(of: name) else {
            throw AssessmentError(
                .invalidDatum, "there is no component \(name)", remedy: "The components are \(components.joined(separator: ", ")).")
        }
        return index
    }

    /// Adds what a free parameter's slope means to each of its coefficients at a temperature.
    @inline(__always) func spread(
        _ slope: Double, of parameter: Int, _ temperature: Double, logarithm: Double, into gradient: inout [Double], at offset: Int
    ) {
        for (form, coefficient) in forms[parameter] {
            gradient[offset + coefficient] += slope * form.basis(temperature, logarithm: logarithm).value
        }
    }
}
