import ArgumentParser

/// `0.80,400;0.88,405`: points in the campaign's axis order.
struct PointList: ExpressibleByArgument, Hashable {
    var points: [[Double]]

    init?(argument: String) {
        var points: [[Double]] = []
        for text in argument.split(separator: ";", omittingEmptySubsequences: false) {
            let coordinates = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
                Double(part.trimmingBlanks).flatMap { $0.isFinite ? $0 : nil }
            }
            guard !coordinates.contains(nil) else { return nil }
            points.append(coordinates.compactMap(\.self))
        }
        self.points = points
    }
}

/// `BCT_A5,RHOMBO_A7`: names as the database writes them.
struct NameList: ExpressibleByArgument, Hashable {
    var names: [String]

    init?(argument: String) {
        names = argument.split(separator: ",", omittingEmptySubsequences: false).map { String($0.trimmingBlanks) }
        guard !names.contains("") else { return nil }
    }
}

extension Substring {
    fileprivate var trimmingBlanks: Substring {
        let start = drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return start[...last]
    }
}
