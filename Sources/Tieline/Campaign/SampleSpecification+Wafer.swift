extension SampleSpecification {
    /// The composition at a place of the wafer, by linear interpolation; the outermost slope goes on beyond the ends.
    public func moleFraction(atMillimetres position: Double) -> Double {
        interpolate(position, from: calibration.map(\.positionMillimetres), to: calibration.map(\.moleFraction))
    }

    /// The place of a composition on the wafer, millimetres.
    public func positionMillimetres(ofMoleFraction x: Double) -> Double {
        let isRising = (calibration.last?.moleFraction ?? 0) > (calibration.first?.moleFraction ?? 0)
        let points = isRising ? calibration : calibration.reversed()
        return interpolate(x, from: points.map(\.moleFraction), to: points.map(\.positionMillimetres))
    }

    /// - Parameter knots: At least two, strictly rising: the reader of campaign files has checked it.
    private func interpolate(_ value: Double, from knots: [Double], to values: [Double]) -> Double {
        precondition(knots.count >= 2 && knots.count == values.count, "a calibration has at least two points")
        let upper = min(max(knots.firstIndex { $0 > value } ?? knots.count - 1, 1), knots.count - 1)
        let share = (value - knots[upper - 1]) / (knots[upper] - knots[upper - 1])
        return values[upper - 1] + share * (values[upper] - values[upper - 1])
    }
}
