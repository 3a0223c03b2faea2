//! What can be found while exports of trackers become a backlog.

crate::diagnostic::codes! {
    /// A file was recognised as the export of a tracker.
    TRACKER_EXPORT = Note "tracker-export";
    /// No file of an update is the export of a tracker.
    NO_EXPORT = Error "no-export";
    /// A value that the mapping does not know, or cannot convert.
    UNMAPPED_VALUE = Warning "unmapped-value";
    /// Labels that fill the same cell with different values.
    LABELS_DISAGREE = Warning "labels-disagree";
    /// A link to a request that is not there.
    LINK_OUTSIDE = Warning "link-outside";
    /// A request that waits for itself.
    LINK_TO_ITSELF = Warning "link-to-itself";
    /// Two requests of which each waits for the other.
    LINKS_CONTRADICT = Warning "links-contradict";
    /// Columns that name other requests and are not read as links.
    UNREAD_LINKS = Note "unread-links";
    /// A row that is there twice.
    ROW_TWICE = Note "row-twice";
    /// Rows without an id.
    NO_KEY = Warning "no-key";
    /// An id that several rows have.
    KEY_TWICE = Warning "key-twice";
}
