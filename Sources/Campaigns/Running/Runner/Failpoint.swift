/// The numbered places on the way of one measurement where a test kills the daemon, in their order.
public enum Failpoint: Int, Sendable, CaseIterable {
    case decisionTaken = 1, decisionJournalled
    case heatCommitted, heatCommanded, heatRecorded, settled
    case moveCommitted, moveCommanded, moveRecorded
    case armed, exposeCommitted, exposed, exposeAcknowledged, patternFetched, patternAnalysed, measurementRecorded
    case stopDecided, furnaceOff
}
