/// Step 1 of the global search: the lower hull of samples, and of what was found since.
extension EquilibriumSolver {
    /// Energies of all samples at the temperature of the isotherms, unless they are known.
    mutating func prepareSamples(_ problem: EquilibriumProblem) {
        for index in core.phases.indices where problem.isEntered[index] { prepareSamples(ofPhase: index) }
    }

    mutating func prepareSamples(ofPhase index: Int) {
        guard sampledAt[index] != isotherms.temperature else { return }
        core.samples.energies(phase: index, core.phases[index].model, isotherms.isotherm(index, core), into: &sampleEnergies)
        sampledAt[index] = isotherms.temperature
    }

    mutating func prepareWitnesses(ofPhase index: Int) {
        guard witnessedAt[index] != isotherms.temperature else { return }
        core.witnesses.energies(phase: index, core.phases[index].model, isotherms.isotherm(index, core), into: &witnessEnergies)
        witnessedAt[index] = isotherms.temperature
    }

    mutating func minimiseHull(_ problem: EquilibriumProblem) throws(EquilibriumError) {
        for _ in 0..<HullProgramme.maximumPasses {
            switch programme.optimise() {
            case .unbounded(let phase):
                throw EquilibriumError(
                    .invalidCondition,
                    "at \(isotherms.temperature) K the potentials asked for are above what \(phase < 0 ? "any phase" : core.names[phase]) can hold: it would grow without end",
                    remedy: "Lower the activity or chemical potential below saturation.")
            case .optimal, .bound: break
            }
            let potentials = programme.potentials
            let attraction = programme.attraction
            var isOptimal = true
            for index in core.phases.indices where problem.isEntered[index] && !problem.emptying.contains(index) {
                guard let best = core.samples.lowest(phase: index, sampleEnergies, potentials: potentials), best.height < -attraction else {
                    continue
                }
                core.samples.constitution(best.sample, phase: index, into: &workspaces[index].y)
                let energy = sampleEnergies[best.sample / SamplePool.group][best.sample % SamplePool.group]
                programme.append(phase: index, workspaces[index].y, energy: energy) { core.samples.fraction(best.sample, $0) }
                isOptimal = false
            }
            examined += core.samples.count
            if isOptimal { break }
        }
        guard programme.missing <= Self.smallestAmount else {
            throw EquilibriumError(
                .noStablePhase,
                "no combination of the phases \(core.names.indices.filter { problem.isEntered[$0] }.map { core.names[$0] }.joined(separator: ", ")) holds the composition \(problem.composition)",
                remedy: "Enter more phases.")
        }
    }

    /// Goes down from the hull's own corners: the wells that flat valleys hide from samples. Whether any of them was deeper than the hull.
    mutating func deepenHull() -> Bool {
        let potentials = programme.potentials
        var isDeeper = false
        for place in programme.basis.indices {
            let column = programme.columns[programme.basis[place]]
            guard column.phase >= 0, core.phases[column.phase].variableCount > 0 else { continue }
            let y = Array(programme.constitutions[column.start..<column.start + core.phases[column.phase].variableCount])
            var result = Certification(heights: [])
            guard let height = refine(column.phase, from: y, potentials, &result).height, height < -Self.tolerance else { continue }
            append(column.phase, workspaces[column.phase].y)
            isDeeper = true
        }
        return isDeeper
    }

    /// A constitution joins the columns with its energy at the temperature of the isotherms.
    mutating func append(_ index: Int, _ y: [Double]) {
        let phase = core.phases[index]
        let total = phase.amounts(y, into: &amounts)
        guard phase.isPhase(atoms: total) else { return }
        let energy = phase.model.energy(isotherms.isotherm(index, core), y) / total
        programme.append(phase: index, y, energy: energy) { amounts[$0] / total }
    }
}
