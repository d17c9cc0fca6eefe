import Inference

extension PhaseMapChain {
    /// The hyper-parameters of one region's processes.
    mutating func sliceProcess(_ family: Int, _ region: Int) {
        let indices = target.layout.free(target.layout.processes[family][region])
        guard !indices.isEmpty else { return }
        let (target, present, tempering) = (target, state, tempering)
        let ellipse = WhiteEllipse(state.whiteHyperParameters, indices, &stream)
        let next = stream.ellipticalSlice(logDensity: state.processLogLikelihoods[family][region]) { cosine, sine in
            let white = ellipse.numbers(cosine, sine)
            let logLikelihood = target.processLogLikelihood(family, region, present.assignments, white, tempering)
            return ((white: white, logLikelihood: logLikelihood), logLikelihood)
        }
        guard let next else { return }
        state.whiteHyperParameters = next.white
        state.processes[family][region] = target.processCovariance(family, region, next.white).withTable()
        state.processLogLikelihoods[family][region] = next.logLikelihood
    }

    mutating func sliceNoise(_ family: Int, _ member: Int) {
        let index = target.layout.noises[target.families[family].properties[member]]
        guard !target.layout.priors[index].isFixed else { return }
        let (target, present, tempering) = (target, state, tempering)
        let rows = (0..<target.regions).map { target.table.families[family].rows(in: $0, present.assignments) }
        let ellipse = WhiteEllipse(state.whiteHyperParameters, [index], &stream)
        let next = stream.ellipticalSlice(logDensity: state.processLogLikelihoods[family].reduce(0, +)) { cosine, sine in
            let white = ellipse.numbers(cosine, sine)
            let noise = target.layout.value(index, white)
            var processes = present.processes[family]
            for region in processes.indices { processes[region].noiseVariances[member] = noise * noise }
            let logLikelihoods = processes.indices.map { region in
                tempering.hasValues ? target.tempered(processes[region], family, tempering).logLikelihood(rows[region]) : 0
            }
            return ((white: white, processes: processes, logLikelihoods: logLikelihoods), logLikelihoods.reduce(0, +))
        }
        guard let next else { return }
        state.whiteHyperParameters = next.white
        state.processes[family] = next.processes
        state.processLogLikelihoods[family] = next.logLikelihoods
    }

    /// How often a source errs, and on which labels its errors fall.
    mutating func sliceConfusion(_ source: Int) {
        let indices = target.layout.free(target.layout.errorRates[source]..<(target.layout.errorRates[source] + 1)) + target.layout.confusions[source]
        guard !indices.isEmpty else { return }
        let (target, present, weight) = (target, state, tempering.structure)
        let ellipse = WhiteEllipse(state.whiteHyperParameters, indices, &stream)
        let next = stream.ellipticalSlice(logDensity: weight * state.structureLogLikelihood) { cosine, sine in
            let white = ellipse.numbers(cosine, sine)
            let logLikelihood = target.structureLogLikelihood(present.assignments, white)
            return ((white: white, logLikelihood: logLikelihood), weight * logLikelihood)
        }
        guard let next else { return }
        state.whiteHyperParameters = next.white
        state.structureLogLikelihood = next.logLikelihood
    }
}
