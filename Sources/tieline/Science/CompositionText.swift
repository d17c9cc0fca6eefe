import ArgumentParser
import Calphad

/// Compositions as people write them, `SN=0.3,CU=0.01`; the one component that is left out is the balance.
enum CompositionText {
    /// Mole fractions in the order of the components.
    ///
    /// - Throws: `ValidationError` that names what is wrong.
    static func fractions(_ texts: [String], components: [String], option: String) throws -> [Double] {
        var known = [Double?](repeating: nil, count: components.count)
        for text in NamedValue.texts(texts) {
            guard let given = NamedValue(text, in: 0...1) else {
                throw ValidationError("\(option) \(text): give a component and its mole fraction, 0 to 1, as SN=0.3.")
            }
            guard let place = components.firstIndex(of: given.name) else {
                throw ValidationError("\(option) \(text): \(given.name) is none of the components \(components.joined(separator: ", ")).")
            }
            guard known[place] == nil else { throw ValidationError("\(option) \(text): the component is given twice.") }
            known[place] = given.value
        }
        let missing = known.indices.filter { known[$0] == nil }
        let sum = known.reduce(0) { $0 + ($1 ?? 0) }
        guard missing.count <= 1 else {
            throw ValidationError(
                "\(option) leaves \(missing.map { components[$0] }.joined(separator: ", ")) open; give the mole fractions of all components but one.")
        }
        guard sum <= 1 + 1e-9, !missing.isEmpty || abs(sum - 1) <= 1e-9 else {
            throw ValidationError("\(option): the mole fractions sum to \(sum); make them sum to 1, or leave one component out.")
        }
        if let place = missing.first { known[place] = max(0, 1 - sum) }
        return known.map { $0 ?? 0 }
    }
}
