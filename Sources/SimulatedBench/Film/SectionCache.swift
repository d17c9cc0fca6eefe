import Synchronization

/// What depends on the temperature alone, kept: a campaign takes several patterns at each temperature, and a study thousands.
///
/// The cache changes no number, only when it is computed.
final class SectionCache: Sendable {
    struct Entry: Sendable {
        var section: FilmSection
        var profiles: PhaseProfiles
    }

    /// About 20 kB an entry with the patterns of two phases: 10 MB at most.
    static let maximumEntries = 512

    /// By the bit pattern of the sample's temperature, kelvin.
    private let entries = Mutex<[UInt64: Entry]>([:])

    /// The entry of that temperature, computed outside the lock where it is missing.
    func entry(atKelvin kelvin: Double, otherwise compute: () throws -> Entry) rethrows -> Entry {
        let key = kelvin.bitPattern
        if let known = entries.withLock({ $0[key] }) { return known }
        let entry = try compute()
        entries.withLock {
            // Everything at once: what a campaign will look up next is near the temperature that is just being added.
            if $0.count >= Self.maximumEntries { $0.removeAll(keepingCapacity: true) }
            $0[key] = entry
        }
        return entry
    }
}
