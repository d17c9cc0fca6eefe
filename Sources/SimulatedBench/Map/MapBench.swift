import Inference
public import Tieline

/// The simulated instruments of a phase map: what a structure analysis, a property meter and a diffractometer would say of a sample, as a pure function of
/// specification, seed, the number of the measurement and the place.
public struct MapBench: Sendable {
    public let specification: MapBenchSpecification
    public let seed: UInt64
    private let truth: Truth

    private enum Truth: Sendable {
        case disc(DiscSpecification, DiscTruth)
        case library(LibrarySpecification, SampleLibrary)
    }

    /// - Parameter text: The content of a file that the specification names; nothing is asked for a disc.
    /// - Throws: `SpecificationError` where the files of a library do not fit.
    public init(_ specification: MapBenchSpecification, seed: UInt64, text: (String) throws -> String) throws {
        self.specification = specification
        self.seed = seed
        truth =
            switch specification.truth {
            case .disc(let disc): .disc(disc, DiscTruth(disc, seed: seed))
            case .library(let library): .library(library, try SampleLibrary(library, text: text))
            }
    }

    private init(_ specification: MapBenchSpecification, seed: UInt64, truth: Truth) {
        self.specification = specification
        self.seed = seed
        self.truth = truth
    }

    /// The same bench with other dice; files are not read again.
    public func with(seed: UInt64) -> MapBench {
        switch truth {
        case .disc(let disc, _): MapBench(specification, seed: seed, truth: .disc(disc, DiscTruth(disc, seed: seed)))
        case .library: MapBench(specification, seed: seed, truth: truth)
        }
    }

    /// The names of the properties that it measures.
    public var properties: [String] {
        switch truth {
        case .disc(let disc, _): disc.properties.map(\.name)
        case .library(let library, _): [library.propertyName]
        }
    }

    /// How many coordinates a place has.
    public var coordinates: Int {
        switch truth {
        case .disc(let disc, _): disc.centre.count
        case .library(_, let library): library.compositions[0].coordinates.count
        }
    }

    /// A meter that has read nothing yet.
    public func meter(session: String) -> MeterModel {
        MeterModel(session: session, measurementSeconds: specification.measurementSeconds, coordinates: coordinates)
    }

    /// Where a measurement is really made: at the place itself, or at the nearest sample of a library.
    public func place(nearest condition: Condition) -> Condition {
        switch truth {
        case .disc: condition
        case .library(_, let library): library.compositions[library.sample(at: condition)]
        }
    }

    /// What one measurement says.
    ///
    /// - Parameters:
    ///   - number: `1...`, the key of its noise.
    ///   - condition: For a library, the nearest sample answers.
    public func evidence(number: Int, at condition: Condition) -> Evidence {
        precondition(number >= 1, "measurements are numbered from 1")
        return Evidence(labels: [label(number: number, at: condition)], properties: values(number: number, at: condition))
    }

    /// The pattern of the sample there; `nil` where the bench has no diffractometer.
    public func pattern(at condition: Condition) -> DiffractionPattern? {
        switch truth {
        case .disc: nil
        case .library(_, let library): library.pattern(ofSample: library.sample(at: condition))
        }
    }

    /// The true region, for those who score a campaign.
    public func region(at condition: Condition) -> Int {
        switch truth {
        case .disc(_, let disc): disc.region(at: condition)
        case .library(_, let library): library.regions[library.sample(at: condition)]
        }
    }

    /// The value of a property without noise, or as it was measured; for those who score a campaign.
    public func value(ofProperty index: Int, at condition: Condition) -> Double {
        switch truth {
        case .disc(_, let disc): disc.value(ofProperty: index, at: condition)
        case .library(_, let library): library.values[library.sample(at: condition)]
        }
    }

    private func label(number: Int, at condition: Condition) -> LabelEvidence {
        let count = specification.regions.count
        var named = region(at: condition)
        var stream = RandomStream(seed: seed, key: Draw.label, UInt64(number))
        if stream.uniform() < specification.errorRate {
            // One of the others, each as likely.
            named = (named + 1 + min(Int(stream.uniform() * Double(count - 1)), count - 2)) % count
        }
        return LabelEvidence(source: specification.source, probabilities: (0..<count).map { $0 == named ? 1 : 0 })
    }

    private func values(number: Int, at condition: Condition) -> [PropertyMeasurement] {
        switch truth {
        case .disc(let disc, let truth):
            disc.properties.enumerated().map { index, property in
                var stream = RandomStream(seed: seed, key: Draw.property, UInt64(number), UInt64(index))
                return PropertyMeasurement(
                    property: property.name, value: truth.value(ofProperty: index, at: condition) + property.noise * stream.normal(),
                    standardDeviation: property.noise)
            }
        case .library(let specification, let library):
            [
                PropertyMeasurement(
                    property: specification.propertyName, value: library.values[library.sample(at: condition)],
                    standardDeviation: specification.propertyStandardDeviation)
            ]
        }
    }
}
