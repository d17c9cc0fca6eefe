import Inference

/// The ellipse on which an elliptical slice turns some white numbers about the others, which stay: `u cos φ + u' sin φ` with `u'` drawn from the prior.
struct WhiteEllipse {
    private let present: [Double]
    private let indices: [Int]
    private let other: [Double]

    /// - Parameter indices: Of the numbers that turn.
    init(_ present: [Double], _ indices: [Int], _ stream: inout RandomStream) {
        self.present = present
        self.indices = indices
        other = stream.normals(indices.count)
    }

    func numbers(_ cosine: Double, _ sine: Double) -> [Double] {
        var result = present
        for (offset, index) in indices.enumerated() { result[index] = cosine * present[index] + sine * other[offset] }
        return result
    }
}
