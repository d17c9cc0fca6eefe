import Inference
import Tieline

/// The hidden disc of one seed, with its properties drawn.
struct DiscTruth: Sendable {
    private let specification: DiscSpecification
    /// By property, then by region.
    private let fields: [[SmoothField]]

    /// A point this near to the rim, relative to the radius squared, is on it: the grid's coordinates are rounded.
    private static let rim = 1e-9

    init(_ specification: DiscSpecification, seed: UInt64) {
        self.specification = specification
        fields = specification.properties.enumerated().map { index, property in
            (0..<2).map { region in
                var stream = RandomStream(seed: seed, key: Draw.field, UInt64(index), UInt64(region))
                return SmoothField(over: -specification.extent...specification.extent, length: property.length, stream: &stream)
            }
        }
    }

    func region(at condition: Condition) -> Int {
        let (dx, dy) = (condition[0] - specification.centre[0], condition[1] - specification.centre[1])
        return dx * dx + dy * dy < specification.radius * specification.radius * (1 - Self.rim) ? 1 : 0
    }

    func value(ofProperty index: Int, at condition: Condition) -> Double {
        let property = specification.properties[index]
        let region = region(at: condition)
        let (dx, dy) = (condition[0] - specification.centre[0], condition[1] - specification.centre[1])
        return property.means[region] + property.standardDeviation * fields[index][region].value(atX: dx, y: dy)
    }
}
