import TielineDaemon

@main
enum Main {
    static func main() async { await DaemonProgram.main() }
}
