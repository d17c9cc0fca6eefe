import Glibc
import Tieline

/// Shows a campaign as it goes on: on a terminal a block that is redrawn in place, with a line for every pattern scrolling away above it;
/// anywhere else one line for every change.
final class CampaignDisplay {
    /// Columns when the terminal does not say.
    private static let defaultWidth = 80
    private static let eraseToEndOfScreen = "\u{1B}[J"

    private let descriptor: Int32
    private let isLive: Bool
    private let usesColour: Bool
    private var shownLines = 0

    /// - Parameter json: Whether standard output is kept for a document, so that progress goes to standard error.
    init(json: Bool, environment: [String: String]) {
        descriptor = json ? STDERR_FILENO : STDOUT_FILENO
        isLive = (json ? StandardError.isTerminal : StandardOutput.isTerminal) && environment["TERM"] != "dumb"
        usesColour = isLive && environment["NO_COLOR"] == nil
    }

    func show(_ status: CampaignStatus) {
        if isLive {
            redraw(status, above: [])
        } else {
            write(CampaignView(status: status).lines(width: .max).joined(separator: "\n") + "\n", to: descriptor)
        }
    }

    func show(_ update: CampaignUpdate) {
        guard isLive else { return write(CampaignView.line(for: update) + "\n", to: descriptor) }
        switch update.kind {
        case .measured, .prior, .warning, .state: redraw(update.status, above: [CampaignView.line(for: update, withEstimate: false)])
        case .decided, .heating, .settled, .exposing: redraw(update.status, above: [])
        }
    }

    private func redraw(_ status: CampaignStatus, above: [String]) {
        let width = Self.columns(descriptor)
        var lines = CampaignView(status: status).lines(width: width)
        if usesColour { lines[0] = "\u{1B}[1;\(Self.colour(of: status.state))m\(lines[0])\u{1B}[0m" }
        let up = shownLines > 0 ? "\u{1B}[\(shownLines)A\r" + Self.eraseToEndOfScreen : ""
        write(up + (above.map { CampaignView.cut($0, width) } + lines).joined(separator: "\n") + "\n", to: descriptor)
        shownLines = lines.count
    }

    private static func colour(of state: CampaignStatus.State) -> Int {
        switch state {
        case .running, .finished: 32
        case .paused, .interrupted: 33
        case .aborted, .failed: 31
        }
    }

    private static func columns(_ descriptor: Int32) -> Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return defaultWidth }
        return Int(size.ws_col)
    }
}
