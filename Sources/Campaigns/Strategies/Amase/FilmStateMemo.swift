/// Remembers the last few states of a model: areas' scales, thickness and noise do not move equilibria, and a Jacobian by differences changes one
/// parameter at a time, so most of its columns share one state.
struct FilmStateMemo {
    private let model: FilmModel
    private let split: Int
    private var entries: [(key: ArraySlice<Double>, state: FilmModel.State?)] = []
    private var oldest = 0
    /// The base of a Jacobian and its columns in Gibbs parameters and offset.
    private let capacity: Int

    init(_ model: FilmModel, split: Int) {
        self.model = model
        self.split = split
        capacity = model.parameters.free + 3
    }

    mutating func state(_ z: [Double]) -> FilmModel.State? {
        let key = z[...model.parameters.free]
        if let known = entries.first(where: { $0.key == key }) { return known.state }
        let state = model.state(z, split: split)
        if entries.count < capacity {
            entries.append((key, state))
        } else {
            entries[oldest] = (key, state)
            oldest = (oldest + 1) % capacity
        }
        return state
    }
}
