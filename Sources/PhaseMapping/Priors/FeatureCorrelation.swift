public import Tieline

/// A correlation of low rank, `k_h(x, x') = Σ_a u_a(x) u_a(x')`: positive semidefinite whatever the features are.
public protocol FeatureCorrelation: LatentCorrelation {
    /// Of a condition; `Σ u_a² ≤ 1`, and as many for every condition.
    func features(at condition: Condition) -> [Double]
}

extension FeatureCorrelation {
    public func correlation(_ first: Condition, _ second: Condition) -> Double {
        zip(features(at: first), features(at: second)).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
