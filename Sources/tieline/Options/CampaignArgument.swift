import ArgumentParser

/// Which campaign is meant.
struct CampaignArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The campaign, as sn-bi-film-0001, or latest.", valueName: "id"))
    var campaign: String
}

/// Why something is done: it is kept in the journal beside the name of who did it.
struct ReasonOption: ParsableArguments {
    @Option(help: ArgumentHelp("Why; it is kept in the journal.", valueName: "reason"))
    var because: String
}
