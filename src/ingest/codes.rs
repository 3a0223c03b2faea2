//! What can be found while reading files.

crate::diagnostic::codes! {
    /// The file is no text at all.
    NOT_TEXT = Error "not-text";
    /// The file's bytes are not UTF-8.
    NOT_UTF8 = Error "not-utf8";
    /// The file's bytes are not of the encoding that its mark or the user names.
    NOT_DECODABLE = Error "not-decodable";
    /// The file was read in another encoding than UTF-8.
    OTHER_ENCODING = Note "other-encoding";
    /// The file is something else than its name says.
    OTHER_KIND = Note "other-kind";
    /// The file may have been cut.
    NO_FINAL_LINE_END = Note "no-final-line-end";
    /// Rows end in several ways.
    MIXED_LINE_ENDS = Note "mixed-line-ends";
    /// The file is larger than can be read.
    TOO_LARGE = Error "too-large";
    /// A workbook contradicts itself.
    BROKEN_WORKBOOK = Error "broken-workbook";
    /// A workbook has no sheet of that name.
    NO_SHEET = Error "no-sheet";
    /// A workbook has other sheets with content.
    OTHER_SHEETS = Warning "other-sheets";
    /// A formula has no saved value.
    UNCALCULATED_FORMULA = Error "uncalculated-formula";
    /// Several cells were merged into one.
    MERGED_CELLS = Warning "merged-cells";
    /// Rows or columns are hidden.
    HIDDEN_CELLS = Note "hidden-cells";

    /// There is no header line.
    NO_HEADER = Error "no-header";
    /// Something stands above the header.
    LINES_ABOVE_HEADER = Warning "lines-above-header";
    /// A required column is missing.
    MISSING_COLUMN = Error "missing-column";
    /// No column holds ids, so they are made.
    MADE_IDS = Note "made-ids";
    /// Links that name titles instead of ids.
    LINK_BY_TITLE = Note "link-by-title";
    /// Two columns mean the same.
    DUPLICATE_COLUMN = Error "duplicate-column";
    /// Two unknown columns have the same name.
    DUPLICATE_UNKNOWN_COLUMN = Warning "duplicate-unknown-column";
    /// A column with data has no name.
    UNNAMED_COLUMN = Warning "unnamed-column";
    /// A column without name and data was left out.
    EMPTY_COLUMN = Warning "empty-column";
    /// A column name looks like a misspelling.
    MISSPELT_COLUMN = Warning "misspelt-column";
    /// A column is not known and carried through.
    UNKNOWN_COLUMN = Note "unknown-column";
    /// Columns that an import carried from a tracker's export.
    TRACKER_COLUMNS = Note "tracker-columns";
    /// A file has no rows below its header.
    NO_ROWS = Warning "no-rows";
    /// A column that most backlogs have is absent.
    ABSENT_COLUMN = Note "absent-column";

    /// A quote opens and never closes.
    UNCLOSED_QUOTE = Error "unclosed-quote";
    /// A cell goes on after its closing quote.
    TEXT_AFTER_QUOTE = Error "text-after-quote";
    /// A quote stands inside an unquoted cell.
    BARE_QUOTE = Warning "bare-quote";
    /// A row has more or fewer cells than the header.
    ROW_WIDTH = Error "row-width";
    /// Blank lines or rows of blank cells between rows.
    BLANK_ROWS = Warning "blank-rows";
    /// The header stands among the rows again.
    REPEATED_HEADER = Error "repeated-header";
    /// The last row looks like the sum of the others.
    TOTALS_ROW = Warning "totals-row";
    /// A cell looks as if it had taken in whole rows.
    SWALLOWED_ROWS = Warning "swallowed-rows";
    /// A line break in a cell that has one line.
    LINE_BREAK = Note "line-break";
    /// A cell has an odd number of quotes.
    ODD_QUOTES = Note "odd-quotes";
    /// A cell stands in quotes that are none in CSV.
    OTHER_QUOTES = Note "other-quotes";
    /// A cell is as long as some programs let it be.
    CUT_CELL = Note "cut-cell";
    /// A cell holds what a spreadsheet shows for an error.
    SPREADSHEET_ERROR = Error "spreadsheet-error";
    /// A NUL character.
    NUL_CHARACTER = Error "nul-character";
    /// Characters that act on a terminal or reorder text.
    CONTROL_CHARACTER = Warning "control-character";
    /// Characters that show nothing.
    INVISIBLE_CHARACTER = Note "invisible-character";
    /// Characters that stand for lost ones.
    REPLACEMENT_CHARACTER = Warning "replacement-character";
    /// Question marks inside words.
    QUESTION_MARK = Note "question-mark";
    /// Text that was probably decoded twice.
    DOUBLE_ENCODED = Note "double-encoded";
    /// A leading apostrophe was taken off.
    GUARD_REMOVED = Note "guard-removed";
    /// Decimal commas were read as points.
    DECIMAL_COMMA = Note "decimal-comma";
    /// Digits of numbers were not kept.
    ROUNDED_NUMBER = Note "rounded-number";

    /// A request has no id.
    BLANK_ID = Error "blank-id";
    /// A request has no title.
    BLANK_TITLE = Warning "blank-title";
    /// An id looks like what a spreadsheet makes of another one.
    RESHAPED_ID = Warning "reshaped-id";
    /// Ids that look the same and are not.
    SIMILAR_IDS = Warning "similar-ids";
    /// Two requests have the same id.
    DUPLICATE_ID = Error "duplicate-id";
    /// A cell holds a word outside its vocabulary.
    UNKNOWN_WORD = Error "unknown-word";
    /// A cell holds no usable number.
    BAD_NUMBER = Error "bad-number";
    /// A cell holds no usable effort.
    BAD_EFFORT = Error "bad-effort";
    /// A cell holds no usable percentage.
    BAD_PERCENTAGE = Error "bad-percentage";
    /// A cell holds no usable date.
    BAD_DATE = Error "bad-date";
    /// A mandate that names no reason.
    MANDATE_WITHOUT_REASON = Warning "mandate-without-reason";
    /// An answer or a mark stands where teams are named.
    NO_TEAM = Warning "no-team";
    /// A cell holds neither teams nor a count.
    BAD_ADOPTERS = Error "bad-adopters";
    /// A request has no effort.
    BLANK_EFFORT = Warning "blank-effort";
    /// Requests without confidence.
    BLANK_CONFIDENCE = Note "blank-confidence";
    /// Two team names that differ by a slip.
    SIMILAR_TEAMS = Note "similar-teams";

    /// A cell that takes one id holds several.
    SEVERAL_IDS = Error "several-ids";
    /// A reference to an id that does not exist.
    UNKNOWN_ID = Error "unknown-id";
    /// A request waits for itself.
    SELF_DEPENDENCY = Error "self-dependency";
    /// A request repeats itself, or requests repeat each other.
    REPEAT_RING = Error "repeat-ring";
    /// A request waits for the one it repeats.
    REPEAT_DEPENDENCY = Error "repeat-dependency";
    /// A repeat says something else than the request it repeats.
    REPEAT_DIFFERS = Warning "repeat-differs";
    /// The ratings of a repeat count, and so does what it says about them.
    REPEAT_LENDS = Warning "repeat-lends";
    /// A request repeats one that is done.
    ALREADY_THERE = Note "already-there";
    /// A request repeats one that was declined.
    ASKED_AGAIN = Note "asked-again";
    /// Work began before what it waits for was done.
    STARTED_EARLY = Warning "started-early";
}
