/// Certified planes of one temperature, whose bounds certify others near them.
struct PlaneMemory: Sendable {
    /// Planes that are asked for one new plane; the nearest count most.
    private static let consulted = 4
    /// Planes that are kept; the oldest go first.
    private static let capacity = 2000

    /// Kelvin.
    let temperature: Double
    private var planes: [BoundedEquilibrium] = []

    init(temperature: Double) { self.temperature = temperature }

    mutating func add(_ plane: BoundedEquilibrium) {
        if planes.count >= Self.capacity { planes.removeFirst(Self.capacity / 2) }
        planes.append(plane)
    }

    /// The nearest planes, each by itself, and the nearest two with the point between them that is closest to the new plane.
    func neighbours(of potentials: [Double]) -> [PlaneFollower.Neighbours] {
        var nearest: [(place: Int, distance: Double)] = []
        for place in planes.indices {
            // A bound loses as much as a potential rises.
            var distance = 0.0
            for c in potentials.indices { distance = max(distance, potentials[c] - planes[place].potentials[c]) }
            if nearest.count < Self.consulted || distance < nearest[nearest.count - 1].distance {
                let position = nearest.firstIndex { distance < $0.distance } ?? nearest.count
                nearest.insert((place, distance), at: position)
                if nearest.count > Self.consulted { nearest.removeLast() }
            }
        }
        var result = nearest.map { PlaneFollower.Neighbours(first: planes[$0.place], second: planes[$0.place], share: 0) }
        for other in nearest.dropFirst() {
            let (first, second) = (planes[nearest[0].place], planes[other.place])
            var along = 0.0
            var square = 0.0
            for c in potentials.indices {
                let direction = second.potentials[c] - first.potentials[c]
                along += direction * (potentials[c] - first.potentials[c])
                square += direction * direction
            }
            let share = square > 0 ? along / square : 0
            if share > 0, share < 1 { result.append(.init(first: first, second: second, share: share)) }
        }
        return result
    }
}
