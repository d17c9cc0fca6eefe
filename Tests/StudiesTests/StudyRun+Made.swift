import Campaigns
import Studies
import Tieline

extension StudyRun {
    /// A run with the errors given, kelvin and mole fraction, about the eutectic at 400 K and 0.5, every estimate with these deviations.
    static func made(
        seed: UInt64 = 1, errors: [(Double, Double)], deviations: (Double, Double) = (1, 0.01), visited: [Double] = [], patternsAtStop: Int? = nil
    ) -> StudyRun {
        StudyRun(
            seed: seed, truth: (400, 0.5),
            estimates: errors.map {
                InvariantEstimate(
                    kind: "eutectic", temperature: Estimate(400 + $0.0, standardDeviation: deviations.0),
                    composition: Estimate(0.5 + $0.1, standardDeviation: deviations.1), isReliable: true)
            }, visited: visited, patternsAtStop: patternsAtStop, stopReason: patternsAtStop == nil ? nil : .targetReached, secondsPerPattern: 0.25)
    }

    /// A run of ten patterns that is at its target from pattern `count` on, or never.
    static func reaching(_ count: Int?, seed: UInt64 = 1) -> StudyRun {
        made(seed: seed, errors: (1...10).map { ($0 >= (count ?? .max) ? 0.5 : 3, 0.002) }, visited: (1...10).map { 390 + Double($0) })
    }
}
