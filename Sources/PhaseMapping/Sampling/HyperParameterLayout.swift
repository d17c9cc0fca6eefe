/// Where each hyper-parameter stands in the vector of standard normal numbers: field first, then each property, then each source.
struct HyperParameterLayout: Sendable {
    let priors: [HyperParameterPrior]
    let fieldDeviation = 0
    let fieldLengths: Range<Int>
    let termWeights: Range<Int>
    /// Of each property.
    let noises: [Int]
    let families: [ProcessFamily]
    /// Of each family and region: a deviation for each property; where there are several, the loadings of each; then the lengths of each latent process.
    let processes: [[Range<Int>]]
    /// Of each source.
    let errorRates: [Int]
    /// Of each source: on which labels its errors fall, `regions × labels`; empty where on all alike.
    let confusions: [Range<Int>]

    init(_ model: PhaseMapModel) {
        var priors = [model.field.deviation]
        func append(_ more: [HyperParameterPrior]) -> Range<Int> {
            priors += more
            return (priors.count - more.count)..<priors.count
        }
        fieldLengths = append(model.field.lengths)
        termWeights = append(model.field.terms.map(\.weight))
        var processes: [[Range<Int>]] = []
        families = model.families
        var noises = [Int](repeating: 0, count: model.properties.count)
        for family in families {
            let members = family.properties.map { model.properties[$0] }
            for (property, member) in zip(family.properties, members) { noises[property] = append([member.noise]).lowerBound }
            let loadings = family.isSingle ? [] : Array(repeating: HyperParameterPrior.standardNormal, count: members.count * family.latentProcesses)
            let lengths = (0..<family.latentProcesses).flatMap { members[$0 % members.count].lengths }
            processes.append((0..<model.regions).map { _ in append(members.map(\.deviation) + loadings + lengths) })
        }
        self.noises = noises
        self.processes = processes
        errorRates = model.sources.map { append([$0.errorRate]).lowerBound }
        confusions = model.sources.map { source in
            let isEven = source.unevenness == 0 || source.errorRate == .fixed(0)
            return append(Array(repeating: .standardNormal, count: isEven ? 0 : model.regions * model.labelledRegions))
        }
        self.priors = priors
    }

    /// All of the field that are to be inferred.
    var field: [Int] { free(0..<termWeights.upperBound) }

    /// Indices of a range that are to be inferred.
    func free(_ range: Range<Int>) -> [Int] { range.filter { !priors[$0].isFixed } }

    func value(_ index: Int, _ white: [Double]) -> Double { priors[index].value(white: white[index]) }

    /// One a kernel term.
    func termWeightValues(_ white: [Double]) -> [Double] { termWeights.map { value($0, white) } }
}
