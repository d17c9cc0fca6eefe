import Inference
import LinearAlgebra

extension PhaseMapChain {
    /// The hyper-parameters of one region's processes.
    mutating func sliceProcess(_ family: Int, _ region: Int) {
        let indices = target.layout.free(target.layout.processes[family][region])
        guard !indices.isEmpty else { return }
        let (target, present, tempering) = (target, state, tempering)
        var trialState: (white: [Double], logLikelihood: Double)?
        let other = stream.normals(indices.count)
        let angle = stream.ellipseAngle(logDensity: state.processLogLikelihoods[family][region]) { cosine, sine in
            var white = present.whiteHyperParameters
            for (offset, index) in indices.enumerated() { white[index] = cosine * white[index] + sine * other[offset] }
            let logLikelihood = target.processLogLikelihood(family, region, present.assignments, white, tempering)
            trialState = (white, logLikelihood)
            return logLikelihood
        }
        guard angle != 0, let trialState else { return }
        state.whiteHyperParameters = trialState.white
        state.processes[family][region] = target.processCovariance(family, region, trialState.white).withTable()
        state.processLogLikelihoods[family][region] = trialState.logLikelihood
    }

    mutating func sliceNoise(_ family: Int, _ member: Int) {
        let index = target.layout.noises[target.families[family].properties[member]]
        guard !target.layout.priors[index].isFixed else { return }
        let (target, present, tempering) = (target, state, tempering)
        let rows = (0..<target.regions).map { target.table.families[family].rows(in: $0, present.assignments) }
        var trialState: (white: [Double], processes: [ProcessCovariance], logLikelihoods: [Double])?
        let other = stream.normal()
        let angle = stream.ellipseAngle(logDensity: state.processLogLikelihoods[family].reduce(0, +)) { cosine, sine in
            var white = present.whiteHyperParameters
            white[index] = cosine * white[index] + sine * other
            let noise = target.layout.value(index, white)
            var processes = present.processes[family]
            for region in processes.indices { processes[region].noiseVariances[member] = noise * noise }
            let logLikelihoods = processes.indices.map { region in
                tempering.hasValues ? target.tempered(processes[region], family, tempering).logLikelihood(rows[region]) : 0
            }
            trialState = (white, processes, logLikelihoods)
            return logLikelihoods.reduce(0, +)
        }
        guard angle != 0, let trialState else { return }
        state.whiteHyperParameters = trialState.white
        state.processes[family] = trialState.processes
        state.processLogLikelihoods[family] = trialState.logLikelihoods
    }

    /// How often a source errs, and on which labels its errors fall.
    mutating func sliceConfusion(_ source: Int) {
        let indices = target.layout.free(target.layout.errorRates[source]..<(target.layout.errorRates[source] + 1)) + target.layout.confusions[source]
        guard !indices.isEmpty else { return }
        let (target, present, weight) = (target, state, tempering.structure)
        var trialState: (white: [Double], logLikelihood: Double)?
        let other = stream.normals(indices.count)
        let angle = stream.ellipseAngle(logDensity: weight * state.structureLogLikelihood) { cosine, sine in
            var white = present.whiteHyperParameters
            for (offset, index) in indices.enumerated() { white[index] = cosine * white[index] + sine * other[offset] }
            let logLikelihood = target.structureLogLikelihood(present.assignments, white)
            trialState = (white, logLikelihood)
            return weight * logLikelihood
        }
        guard angle != 0, let trialState else { return }
        state.whiteHyperParameters = trialState.white
        state.structureLogLikelihood = trialState.logLikelihood
    }
}
