import Inference
import Testing

@testable import Campaigns

@Suite struct LabelDesignTests {
    /// Two clouds of 60 draws at 0 and 10, each with a standard deviation of one.
    private let targets: [Double?] = {
        var stream = RandomStream(seed: 3, key: 1)
        return (0..<120).map { ($0 < 60 ? 0 : 10) + stream.normal() }
    }()

    @Test("A label that tells two clouds apart removes what lies between them: 25 of 26 parts of the variance")
    func clouds() {
        let gain = LabelDesign([targets]).gain((0..<120).map { [$0 < 60 ? 1.0 : 0.0] })
        // Law of total variance, with the sampling error of the clouds' own variances.
        #expect(abs(gain - 25.0 / 26) < 0.02)
    }

    @Test("A label that is misread half of the time removes nothing, and one of two labels is as good as one alone")
    func coin() {
        #expect(LabelDesign([targets]).gain(targets.map { _ in [0.5] }) < 1e-9)
        let one = LabelDesign([targets]).gain((0..<120).map { [$0 < 60 ? 0.9 : 0.2] })
        let two = LabelDesign([targets]).gain((0..<120).map { [$0 < 60 ? 0.9 : 0.2, 0.5] })
        #expect(one > 0.3 && abs(one - two) < 0.01)
    }

    @Test("What chance alone sorts counts as nothing, on average")
    func chance() {
        var stream = RandomStream(seed: 11, key: 2)
        let gains = (0..<40).map { _ in
            LabelDesign([(0..<120).map { _ in stream.normal() }]).gain((0..<120).map { _ in [stream.uniform() < 0.3 ? 1.0 : 0.0] })
        }
        // Without the correction each of them is 1/119 on average; what is cut at zero leaves a part of the scatter of 0.012.
        #expect(gains.reduce(0, +) / 40 < 0.006)
    }

    @Test("A draw that says nothing is left out, and without any draw there is no gain")
    func unknown() {
        let design = LabelDesign([targets])
        let half = design.gain((0..<120).map { $0 % 2 == 0 ? [$0 < 60 ? 1.0 : 0.0] : nil })
        #expect(abs(half - 25.0 / 26) < 0.03)
        #expect(design.gain(targets.map { _ in nil }) == 0)
    }
}
