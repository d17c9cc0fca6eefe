import Calphad

/// Solves rows of conditions on one system, which is compiled for the first of them.
struct RowSolver {
    private let database: Database
    private let components: [String]
    private let phases: [String]?
    private let gasConstant: Double
    private var solver: EquilibriumSolver?
    /// Of the system, once a row has been solved: one sentence for each binary that the database does not assess.
    private(set) var assessmentWarnings: [String] = []

    init(_ database: Database, components: [String], phases: [String]?, gasConstant: Double) {
        self.database = database
        self.components = components
        self.phases = phases
        self.gasConstant = gasConstant
    }

    mutating func row(_ condition: ConditionRow) -> EquilibriumRow {
        do {
            let conditions = try condition.conditions(components)
            if solver == nil {
                let system = try AlloySystem(database, components: components, phases: phases, gasConstant: gasConstant)
                assessmentWarnings = system.assessmentWarnings
                solver = system.makeSolver()
            }
            guard let equilibrium = try solver?.equilibrium(conditions) else {
                throw ConditionError("there is no system", "Give a database and components.")
            }
            return EquilibriumRow(
                components: components, temperature: equilibrium.temperature, moleFractions: equilibrium.moleFractions, result: .success(equilibrium))
        } catch {
            return EquilibriumRow(
                components: components, temperature: condition.temperature ?? .nan, moleFractions: condition.moleFractions(components),
                result: .failure(error))
        }
    }
}
