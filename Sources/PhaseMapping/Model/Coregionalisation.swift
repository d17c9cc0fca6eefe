/// Properties that vary together, by the linear model of coregionalisation (Journel and Huijbregts 1978, "Mining Geostatistics", chapter III; Álvarez, Rosasco and
/// Lawrence 2012, Found. Trends Mach. Learn. 4, 195, section 4.2): in every region the processes of these properties are mixtures of the same latent ones,
/// `f_j = s_j Σ_q w_jq u_q`, each `u_q` with lengths of its own.
///
/// The loadings `w_j` of a property are a direction, uniform before the data, so that `s_j` stays the standard deviation of its process, with the prior that the
/// property declares, and `w_i · w_j` is the correlation of two properties at one place. With as many latent processes as properties or more, any correlation
/// is possible; with fewer, some of the properties tell all of others.
public struct Coregionalisation: Hashable, Sendable {
    /// Positions in ``PhaseMapModel/properties``, two or more, rising.
    public var properties: [Int]
    /// The number of `u_q`; the `q`-th has the kernel and the priors of the lengths of the `q`-th of the properties, and begins again after the last.
    public var latentProcesses: Int

    /// - Parameter latentProcesses: One more than properties where nothing is given, so that no correlation is preferred at the ends of its range.
    public init(properties: [Int], latentProcesses: Int? = nil) {
        self.properties = properties
        self.latentProcesses = latentProcesses ?? properties.count + 1
    }
}

/// Properties whose processes belong together: one alone, or those of a ``Coregionalisation``.
struct ProcessFamily: Hashable, Sendable {
    /// Positions in the model, rising.
    let properties: [Int]
    let latentProcesses: Int

    var isSingle: Bool { properties.count == 1 }
}

extension PhaseMapModel {
    /// Every property once, in the order of the first of each family.
    var families: [ProcessFamily] {
        var result: [ProcessFamily] = []
        for property in properties.indices {
            guard let together = coregionalisations.first(where: { $0.properties.contains(property) }) else {
                result.append(ProcessFamily(properties: [property], latentProcesses: 1))
                continue
            }
            guard together.properties.first == property else { continue }
            result.append(ProcessFamily(properties: together.properties, latentProcesses: together.latentProcesses))
        }
        return result
    }

    func checkCoregionalisations() throws(PhaseMapInputError) {
        var seen: Set<Int> = []
        for (index, together) in coregionalisations.enumerated() {
            let field = "model.coregionalisations[\(index)]"
            guard together.properties.count >= 2, together.latentProcesses >= 1,
                zip(together.properties, together.properties.dropFirst()).allSatisfy(<)
            else {
                throw PhaseMapInputError(
                    field: field,
                    message: "properties \(together.properties) by \(together.latentProcesses) latent processes are no coregionalisation",
                    remedy: "Give two or more properties in rising order, and one latent process or more")
            }
            for property in together.properties {
                guard properties.indices.contains(property), seen.insert(property).inserted else {
                    throw PhaseMapInputError(
                        field: field + ".properties", message: "property \(property) is unknown, or stands in two coregionalisations",
                        remedy: "Give each property of the model once")
                }
            }
        }
    }

    /// For what takes each property by itself.
    func requireSeparateProperties(_ what: String) throws(PhaseMapInputError) {
        guard coregionalisations.isEmpty else {
            throw PhaseMapInputError(
                field: "model.coregionalisations", message: "\(what) takes each property by itself", remedy: "Use PhaseMapSampler, or leave it away")
        }
    }
}
