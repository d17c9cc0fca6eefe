internal import OrderedCollections

extension Database {
    /// What looks wrong in the database though it can be read, one sentence each: for a person to judge.
    public func suspicions() -> [String] {
        var result: [String] = []
        for (name, phase) in phases where isSupported(name) {
            // End members without a parameter have the energy of the reference states: a compound for free.
            var endMembers: [[String]] = [[]]
            for constituents in phase.constituents where endMembers.count <= Self.maximumEndMembers {
                endMembers = endMembers.flatMap { head in constituents.map { head + [$0] } }
            }
            guard endMembers.count <= Self.maximumEndMembers else { continue }
            let given = parameters.keys.filter { $0.phase == name && $0.kind == .gibbs && $0.isEndMember }
            let missing = endMembers.filter { member in
                member.contains { $0 != "VA" }
                    && !given.contains { identifier in
                        identifier.constituents.count == member.count && zip(identifier.constituents, member).allSatisfy { $0 == [$1] || $0 == ["*"] }
                    }
            }
            if !missing.isEmpty {
                let names = missing.prefix(3).map { $0.joined(separator: ":") }.joined(separator: ", ")
                result.append(
                    "phase \(name): \(missing.count) of \(endMembers.count) end members have no parameter and count as zero (\(names)\(missing.count > 3 ? ", …" : ""))"
                )
            }
        }
        for (identifier, parameter) in parameters {
            guard let phase = phases[identifier.phase] else { continue }
            let fits =
                identifier.constituents.count == phase.constituents.count
                && zip(identifier.constituents, phase.constituents).allSatisfy { wanted, present in
                    wanted.allSatisfy { $0 == "*" || present.contains($0) }
                }
            if !fits { result.append("parameter \(identifier) names constituents the phase does not have and is not used") }
            for (one, two) in zip(parameter.value.ranges, parameter.value.ranges.dropFirst()) where one.upperTemperature >= two.upperTemperature {
                result.append("parameter \(identifier): temperature limits do not increase at \(one.upperTemperature) K")
            }
        }
        return result
    }

    /// Phases with more combinations are not checked one by one.
    private static let maximumEndMembers = 20_000
}
