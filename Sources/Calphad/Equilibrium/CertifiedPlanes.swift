/// Tangent planes that were certified at one temperature, and how high every phase was found above each of them.
///
/// They bound the height of a phase above another plane without a search. For chemical potentials `μ` and `μ'` and any constitution with
/// mole fractions `x`, `G − Σ μ'_c x_c = G − Σ μ_c x_c − Σ (μ'_c − μ_c) x_c`, and since the fractions sum to 1 the last sum is at most the
/// largest rise of any potential. So a phase that lies `h` above the plane of `μ` lies at least `h − max_c (μ'_c − μ_c)` above that of `μ'`. A
/// potential that falls, as that of a trace towards minus infinity, costs nothing.
struct CertifiedPlanes: Sendable {
    /// Planes of one temperature that are kept; later ones take the place of the oldest.
    static let capacity = 128
    /// A phase counts as bounded away when it lies higher than this above the plane, J per mole of atoms.
    static let margin = 1.0

    private(set) var temperature = 0.0
    private(set) var count = 0
    private var next = 0
    /// `[plane][component]` and `[plane][phase]`; a height of minus infinity bounds nothing.
    private var potentials: [Double] = []
    private var heights: [Double] = []
    private var rises: [Double] = []

    /// - Parameter heights: of the phases that were entered and looked at; nil for the others.
    mutating func remember(_ potentials: [Double], heights: [Double?], temperature: Double) {
        if temperature != self.temperature {
            self.temperature = temperature
            (count, next) = (0, 0)
        }
        if self.potentials.isEmpty {
            self.potentials = .init(repeating: 0, count: Self.capacity * potentials.count)
            self.heights = .init(repeating: 0, count: Self.capacity * heights.count)
            rises = .init(repeating: 0, count: Self.capacity)
        }
        for c in potentials.indices { self.potentials[next * potentials.count + c] = potentials[c] }
        for index in heights.indices { self.heights[next * heights.count + index] = heights[index] ?? -.infinity }
        next = (next + 1) % Self.capacity
        count = min(count + 1, Self.capacity)
    }

    /// Gets ready to bound heights above a plane. False where there is nothing to bound them with.
    mutating func compare(_ potentials: [Double], temperature: Double) -> Bool {
        guard temperature == self.temperature, count > 0 else { return false }
        for plane in 0..<count {
            var rise = -Double.infinity
            for c in potentials.indices { rise = max(rise, potentials[c] - self.potentials[plane * potentials.count + c]) }
            rises[plane] = rise
        }
        return true
    }

    /// A lower bound of a phase's height above the plane that was compared last, J per mole of atoms.
    func bound(phase: Int, of phases: Int) -> Double {
        var best = -Double.infinity
        for plane in 0..<count { best = max(best, heights[plane * phases + phase] - rises[plane]) }
        return best
    }
}
