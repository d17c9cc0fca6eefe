extension GibbsModel {
    /// Whether two components mix on some sublattice, and no parameter of two constituents brings them together.
    ///
    /// Species count by the elements in them where a sublattice holds the elements themselves; an associate of both is an interaction.
    func hasNoInteraction(_ first: String, _ second: String) -> Bool {
        guard sublattices.contains(where: { $0.contains(first) && $0.contains(second) }) else { return false }
        return !parameters.contains { parameter in
            parameter.kind == .gibbs && parameter.constituents.contains { $0.contains(first) && $0.contains(second) }
        }
    }
}
