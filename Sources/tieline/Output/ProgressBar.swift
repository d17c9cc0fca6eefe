/// `██████████░░░░░░░░░░`; whatever has begun shows at least one block.
enum ProgressBar {
    static func text(_ done: Int, of total: Int, width: Int) -> String {
        guard total > 0, width > 0 else { return "" }
        let filled = done <= 0 ? 0 : min(width, max(1, done * width / total))
        return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    }
}
