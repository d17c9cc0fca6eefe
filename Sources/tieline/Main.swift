import TielineCommands

@main
enum Main {
    static func main() async { await CommandProgram.main() }
}
