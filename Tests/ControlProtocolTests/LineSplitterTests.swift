import ControlProtocol
import Testing

@Suite("Lines out of a stream of bytes")
struct LineSplitterTests {
    private let stream = Array("one\n\ntwo\nthree".utf8)

    @Test("Wherever the stream is cut, the lines are the same", arguments: 0...14)
    func cut(at index: Int) {
        var splitter = LineSplitter(maximumLength: 10)
        let events = splitter.append(stream[..<index]) + splitter.append(stream[index...])
        #expect(events == [.line(Array("one".utf8)), .line(Array("two".utf8))])
        #expect(splitter.isInsideLine)
    }

    @Test("A line of the greatest length passes, one more byte does not, and the line after it does", arguments: [1, 3, 100])
    func bound(chunk: Int) {
        let stream = Array("12345\n123456\nnext\n".utf8)
        var splitter = LineSplitter(maximumLength: 5)
        var events: [LineSplitter.Event] = []
        for start in stride(from: 0, to: stream.count, by: chunk) { events += splitter.append(stream[start..<min(start + chunk, stream.count)]) }
        #expect(events == [.line(Array("12345".utf8)), .lineTooLong, .line(Array("next".utf8))])
        #expect(!splitter.isInsideLine)
    }
}
