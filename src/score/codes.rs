//! What can be found while scoring.

crate::diagnostic::codes! {
    /// Measured evidence and a rating of the same criterion say different things.
    MEASURED_BEATS_RATING = Warning "measured-beats-rating";
    /// Consumers are given for work that changes nothing for them.
    CONSUMERS_UNTOUCHED = Warning "consumers-untouched";
    /// Consumers are given, but `breaking` is blank.
    CONSUMERS_WITHOUT_BREAKING = Warning "consumers-without-breaking";
    /// Consumers without the weeks each of them needs.
    BLANK_CONSUMER_EFFORT = Warning "blank-consumer-effort";
    /// Deprecating or breaking work without a number of consumers.
    ASSUMED_CONSUMERS = Note "assumed-consumers";
    /// A value beside filled criteria.
    VALUE_BESIDE_CRITERIA = Warning "value-beside-criteria";
    /// A backlog in which some requests have a value and others criteria.
    MIXED_SCORING = Warning "mixed-scoring";
    /// A compatibility rating that does not count because measures are filled.
    RATING_IGNORED = Warning "rating-ignored";
}
