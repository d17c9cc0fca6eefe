import Inference
import Testing
import Tieline

@testable import PhaseMapping

@Suite struct AssignedProcessTests {
    private let model = PhaseMapModel.standard(
        coordinates: .identity(axisCount: 2), extents: [1, 1], labelledRegions: 2,
        properties: [PropertyScale(name: "signal", level: 0, spread: 1, noise: .logUniform(0.05, 0.5))])

    /// Of so many values at random places.
    private func covariance(values count: Int) throws -> ProcessCovariance {
        var stream = RandomStream(seed: 19)
        let evidence = PhaseMapEvidence(
            properties: (0..<count).map { _ in PropertyEvidence(location: Condition([stream.uniform(), stream.uniform()]), value: stream.normal()) })
        let target = try PhaseMapTarget(model: model, evidence: evidence)
        return target.processCovariance(0, 0, Array(repeating: 0.1, count: target.layout.priors.count))
    }

    @Test("A value taken out of a process or put into it leaves what a process without it or with it would be")
    func changed() throws {
        let covariance = try covariance(values: 12)
        var changed = try AssignedProcess(covariance, rows: [0, 2, 3, 5, 7, 8])
        changed.remove(3)
        changed.insert(9)
        changed.remove(0)
        let direct = try AssignedProcess(covariance, rows: [2, 5, 7, 8, 9])
        for row in 0..<12 { #expect(abs(changed.logPredictive(row) - direct.logPredictive(row)) < 1e-9) }
    }

    @Test("The density of values is the product of what those before predict of each, with few rows and with many", arguments: [1, 7, 80])
    func density(count: Int) throws {
        let covariance = try covariance(values: count)
        var growing = try AssignedProcess(covariance, rows: [])
        var sum = 0.0
        for row in 0..<count {
            sum += growing.logPredictive(row)
            growing.insert(row)
        }
        #expect(abs(covariance.logLikelihood(Array(0..<count)) - sum) < 1e-6)
        #expect(abs(covariance.withTable().logLikelihood(Array(0..<count)) - sum) < 1e-6)
    }
}
