internal import OrderedCollections

extension Database {
    /// The constituents that some components allow.
    func present(_ constituents: [String], _ components: [String]) -> [String] {
        constituents.filter { name in
            name == "VA" || (species[name]?.atoms.allSatisfy { components.contains($0.element) } ?? false)
        }
    }

    func cannotUse(_ phase: String, because reason: String) -> DatabaseError {
        DatabaseError(
            .unsupportedPhase, file: file, offendingText: phase, message: "the phase \(phase) cannot be used: \(reason)", remedy: "Leave it out.")
    }

    /// Compressibilities are not modelled: at the standard pressure they count for nothing, at others the phase cannot be used.
    func checkPressure(_ pressure: Double, phase: String, identifiers: [ParameterIdentifier]) throws(DatabaseError) {
        guard pressure.isFinite, pressure > 0 else { throw cannotUse(phase, because: "the pressure is \(pressure) Pa") }
        guard pressure != CalphadConstants.standardPressure else { return }
        if let identifier = identifiers.first(where: { QuantityKind($0.kind) == .compressibility }) {
            throw cannotUse(
                phase,
                because:
                    "its compressibility \(identifier) is only right at \(CalphadConstants.standardPressure) Pa, and the pressure is \(pressure) Pa")
        }
    }

    /// - Throws: ``DatabaseError`` `unknownComponent` for a component that is not an element of the file, or is named twice.
    func checkComponents(_ components: [String]) throws(DatabaseError) {
        for (index, component) in components.enumerated() {
            guard elements[component] != nil else {
                throw DatabaseError(
                    .unknownComponent, file: file, offendingText: component, message: "there is no element \(component)",
                    remedy: "The elements are \(elementNames.joined(separator: ", ")); names are upper case.")
            }
            guard !components[..<index].contains(component) else {
                throw DatabaseError(
                    .unknownComponent, file: file, offendingText: component, message: "the component \(component) is named twice",
                    remedy: "Name it once.")
            }
        }
    }
}
