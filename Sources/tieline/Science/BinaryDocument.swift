import Calphad

/// A binary diagram with what else was asked for: the diagram's own keys, and `equalEnergy` where there are such curves.
struct BinaryDocument: Encodable {
    let diagram: PhaseDiagram
    let equalEnergy: [EqualEnergyCurves]

    private enum Key: String, CodingKey { case equalEnergy }

    func encode(to encoder: any Encoder) throws {
        try diagram.encode(to: encoder)
        guard !equalEnergy.isEmpty else { return }
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(equalEnergy, forKey: .equalEnergy)
    }
}
