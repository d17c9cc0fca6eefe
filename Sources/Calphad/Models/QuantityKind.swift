/// What a parameter adds to: the Gibbs energy, or a quantity that a function of ``EnergyFunction`` takes.
enum QuantityKind: Sendable, Hashable, CaseIterable {
    case gibbs
    case curieTemperature
    case neelTemperature
    case magneticMoment
    case twoState
    case einsteinLogarithm
    case volume
    case expansion
    case compressibility
    /// Properties beside the Gibbs energy: mobilities, resistivities, the temperature dependence of volumes that no energy uses.
    case unrelated

    /// Nil for a kind that is not known.
    init?(_ kind: ParameterIdentifier.Kind) {
        switch kind {
        case .gibbs: self = .gibbs
        case .curieTemperature: self = .curieTemperature
        case .magneticMoment: self = .magneticMoment
        case .other(let name):
            switch name {
            case "NT": self = .neelTemperature
            case "GD": self = .twoState
            // The parameters of both names are logarithms.
            case "THETA", "LNTH": self = .einsteinLogarithm
            case "V0": self = .volume
            case "VA": self = .expansion
            case "VK", "VC": self = .compressibility
            case "VB", "VS": self = .unrelated
            case "MQ", "MF", "DQ", "DF", "VV", "VISC", "ELRS", "THCD", "SIGM", "XI", "ETA": self = .unrelated
            default: return nil
            }
        }
    }
}

extension EnergyPart {
    /// Builds the part of a phase out of its parameters.
    ///
    /// - Parameters:
    ///   - weight: of the whole part in the model.
    ///   - pressure: Pa.
    ///   - append: enters one family into a program with a weight.
    mutating func add(
        _ families: [ParameterFamily], magnetism: PhaseDefinition.Magnetism?, pressure: Double, weight: Double,
        append: (ParameterFamily, inout SiteProgram, Double) -> Void
    ) {
        func quantity(_ kind: QuantityKind) -> SiteProgram {
            var program = SiteProgram()
            for family in families where QuantityKind(family.identifier.kind) == kind { append(family, &program, 1) }
            return program
        }
        for family in families where family.identifier.kind == .gibbs { append(family, &program, weight) }

        let curie = quantity(.curieTemperature)
        let moment = quantity(.magneticMoment)
        // A type definition alone makes no phase magnetic: without a temperature or a moment there is nothing to add.
        if let magnetism, !moment.isEmpty {
            let neel = quantity(.neelTemperature)
            if magnetism.isRevised, !curie.isEmpty || !neel.isEmpty {
                let function = EnergyFunction.revisedMagnetism(RevisedMagnetism(structureFactor: magnetism.structureFactor))
                contributions.append(Contribution(function: function, quantities: [curie, neel, moment], weight: weight))
            } else if !magnetism.isRevised, !curie.isEmpty {
                contributions.append(
                    Contribution(function: .indenMagnetism(IndenMagnetism(magnetism)), quantities: [curie, moment], weight: weight))
            }
        }
        let difference = quantity(.twoState)
        if !difference.isEmpty { contributions.append(Contribution(function: .twoState, quantities: [difference], weight: weight)) }
        let logarithm = quantity(.einsteinLogarithm)
        if !logarithm.isEmpty { contributions.append(Contribution(function: .einstein, quantities: [logarithm], weight: weight)) }
        let volume = quantity(.volume)
        let excess = pressure - CalphadConstants.standardPressure
        if !volume.isEmpty, excess != 0 {
            contributions.append(
                Contribution(function: .expansion(pressure: excess), quantities: [volume, quantity(.expansion)], weight: weight))
        }
    }
}

extension PhaseDefinition.Magnetism {
    /// An antiferromagnetic factor of 0 stands for the revised model, in files and in the field's programs.
    var isRevised: Bool { antiferromagneticFactor == 0 }
}
