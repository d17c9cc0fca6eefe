import Testing

@testable import PhaseMapping

@Suite struct StationaryKernelTests {
    @Test("Many correlations at once are those one by one", arguments: StationaryKernel.allCases)
    func many(kernel: StationaryKernel) {
        var values = (0..<4000).map { Double($0) * Double($0) * 1e-4 }
        let wanted = values.map { kernel.correlation(squaredDistance: $0) }
        values.withUnsafeMutableBufferPointer { kernel.correlate($0) }
        for (value, wanted) in zip(values, wanted) { #expect(abs(value - wanted) <= 1e-14 * wanted + 1e-300) }
    }
}
