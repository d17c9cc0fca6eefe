/// The constitution of a phase closest to forming, for the search of binaries.
struct DrivingForceMinimiser {
    private var workspace: PhaseWorkspace
    private let isotherm: GibbsModel.Isotherm
    private(set) var evaluations = 0

    init(_ model: GibbsModel, _ isotherm: GibbsModel.Isotherm) {
        workspace = PhaseWorkspace(CompiledPhase(model, index: 0))
        self.isotherm = isotherm
    }

    /// - Parameters:
    ///   - start: inside the domain, every site fraction above zero.
    ///   - potentials: one a component, J/mol.
    mutating func minimise(from start: [Double], potentials: [Double]) -> [Double] {
        workspace.y = start
        let result = workspace.minimise(isotherm, potentials: potentials)
        evaluations += result.evaluations
        // Where the way leads to a constitution that is not a phase, there is nothing below the start.
        return result.height == nil ? start : workspace.y
    }
}
