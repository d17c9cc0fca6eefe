import Journal
import Testing
import Tieline

@testable import Campaigns

extension Rig {
    /// Every reading of a whole map campaign once, every place once, nothing open.
    func expectEveryReadingOnce(_ daemon: Daemon, _ name: String, _ comment: Comment) async throws {
        let measurements = try await daemon.measurements(name)
        #expect(measurements.count == 9 && Set(measurements.map(\.condition)).count == 9, comment)
        #expect(measurements.map(\.series) == Array(1...9), comment)
        #expect(bench.snapshot.places.count == 9, comment)
        #expect(try await daemon.journal.openIntents().isEmpty, comment)
        #expect(try await daemon.journal.checkInvariants() == [], comment)
    }
}
