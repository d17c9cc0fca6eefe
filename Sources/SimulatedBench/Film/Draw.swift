/// What a random number of the bench is for: the first key of its stream, so that no two purposes share a draw.
enum Draw {
    /// One a campaign and crystalline phase; second key: the phase's position in the specification.
    static let texture: UInt64 = 1
    /// One a campaign; the numbers of one stream in order.
    static let thickness: UInt64 = 2
    /// One a campaign.
    static let temperatureOffset: UInt64 = 3
    /// One an exposure; second key: the series number.
    static let position: UInt64 = 4
    /// One stream an exposure, in the order of the channels; second key: the series number.
    static let counting: UInt64 = 5
    /// One a reading of the process value; second key: the number of the reading.
    static let reading: UInt64 = 6
    /// One a measurement of a phase map; second key: its number.
    static let label: UInt64 = 7
    /// One a measurement and property; second and third key: the number of the measurement and the property's position.
    static let property: UInt64 = 8
    /// One stream a property and region of a disc; second and third key: their positions.
    static let field: UInt64 = 9
}
