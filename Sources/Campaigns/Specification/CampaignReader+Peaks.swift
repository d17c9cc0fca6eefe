import ConfigurationFiles
import Tieline

extension CampaignReader {
    /// The tracked peaks. A phase has one, or one on either side of a miscibility gap: then each says which compositions of the phase it is for.
    static func peaks(_ field: YAMLField, phases: [String]) throws(SpecificationError) -> [TrackedPeak] {
        var peaks: [TrackedPeak] = []
        for entry in try field.list() {
            let peak = try peak(entry, phases: phases)
            if let other = peaks.first(where: { $0.phase == peak.phase && share($0.moleFractions, peak.moleFractions) }) {
                throw try entry.mapping(keys).required("phase").error(
                    .inconsistent,
                    "`\(peak.phase)` has the peak \(other.label) from \(other.moleFractions.lowerBound) to \(other.moleFractions.upperBound) already",
                    remedy: "Track one peak a phase, or give `from` and `to` to both so that their mole fractions do not overlap.")
            }
            peaks.append(peak)
        }
        guard !peaks.isEmpty else { throw field.error(.missingKey, "there is no peak", remedy: "Track at least one peak.") }
        return named(peaks)
    }

    private static let keys = ["phase", "from", "to", "label", "twoTheta", "expansion", "drift", "detectionLimit"]

    private static func peak(_ field: YAMLField, phases: [String]) throws(SpecificationError) -> TrackedPeak {
        let keys = try field.mapping(Self.keys)
        let phaseField = try keys.required("phase")
        let phase = try phaseField.string()
        guard phases.contains(phase) else {
            throw phaseField.error(
                .inconsistent, "`\(phase)` is not among the phases of the theory", remedy: "Write one of: \(phases.joined(separator: ", ")).")
        }
        let from = try keys.optional("from").map { field throws(SpecificationError) in try field.number(in: 0...1) } ?? 0
        let to = try keys.optional("to").map { field throws(SpecificationError) in try field.number(in: 0...1) } ?? 1
        guard from < to else {
            throw field.error(.inconsistent, "`from` \(from) is not below `to` \(to)", remedy: "Give mole fractions in the order from, to.")
        }
        return TrackedPeak(
            phase: phase, moleFractions: from...to, label: try keys.required("label").string(),
            twoTheta: try keys.required("twoTheta").quantity(.angle, in: 1...179),
            expansionPerKelvin: try keys.optional("expansion").map { field throws(SpecificationError) in try field.number(in: -1e-4...1e-4) },
            drift: try keys.optional("drift").map { field throws(SpecificationError) in try drift(field) },
            detectionLimit: try keys.required("detectionLimit").number(in: 1e-6...0.5))
    }

    private static func drift(_ field: YAMLField) throws(SpecificationError) -> ClosedRange<Double> {
        let keys = try field.mapping(["minimum", "maximum"])
        let minimum = try keys.required("minimum").quantity(.angle, in: -5...5)
        let maximum = try keys.required("maximum").quantity(.angle, in: -5...5)
        guard minimum < maximum else {
            throw field.error(
                .inconsistent, "the minimum \(minimum)° is not below the maximum \(maximum)°", remedy: "Give angles in the order minimum, maximum.")
        }
        return minimum...maximum
    }

    /// Whether two peaks of a phase are for the same compositions; a common end is none.
    private static func share(_ first: ClosedRange<Double>, _ second: ClosedRange<Double>) -> Bool {
        max(first.lowerBound, second.lowerBound) < min(first.upperBound, second.upperBound)
    }

    /// `FCC_A1#1`, `FCC_A1#2` in the order of their compositions where a phase has several peaks; else the phase.
    private static func named(_ peaks: [TrackedPeak]) -> [TrackedPeak] {
        peaks.map { peak in
            let same = peaks.filter { $0.phase == peak.phase }
            guard same.count > 1 else { return peak }
            var named = peak
            named.name = "\(peak.phase)#\(1 + same.count { $0.moleFractions.lowerBound < peak.moleFractions.lowerBound })"
            return named
        }
    }
}
