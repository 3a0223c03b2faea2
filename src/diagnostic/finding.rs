//! A finding: what was found, where, and what to do about it. Data; rendering is elsewhere.

use std::borrow::Cow;

use super::{Code, Severity};
use crate::model::{Column, Field, Request, Row};

/// Text of a finding: most of it is fixed.
pub type Words = Cow<'static, str>;

/// Something found wrong or worth knowing.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Which kind of finding it is.
    pub code: &'static Code,
    /// How much it matters here.
    pub severity: Severity,
    /// The cell it is about, where that is a canonical one; becomes a place once the files are at
    /// hand.
    pub cell: Option<(Row, Field)>,
    /// Where it is.
    pub place: Option<Place>,
    /// The column or the policy key.
    pub column: Option<Words>,
    /// The request concerned.
    pub id: Option<Box<str>>,
    /// What is the matter, in one sentence.
    pub message: Words,
    /// What stands there in the picture of the line: what was expected.
    pub expected: Option<Words>,
    /// How to go on.
    pub hint: Option<Words>,
    /// Other cells it is about.
    pub related: Vec<(Row, Column)>,
    /// Whether what stands at its place is the value it is about.
    pub quotes: bool,
    /// The rows that an error makes unusable. An error without any concerns everything.
    pub rows: Vec<Row>,
}

/// A stretch of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, by its place in the list of sources.
    pub file: u32,
    /// Its line, counted from 1.
    pub line: u32,
    /// Where it begins, in bytes of the file's text.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

impl Finding {
    /// A finding with its message; the rest is added where it is known.
    pub fn new(code: &'static Code, message: impl Into<Words>) -> Self {
        Self {
            code,
            severity: code.severity,
            cell: None,
            place: None,
            column: None,
            id: None,
            message: message.into(),
            expected: None,
            hint: None,
            related: Vec::new(),
            quotes: true,
            rows: Vec::new(),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Which cell it is about.
    #[must_use]
    pub fn cell(mut self, row: Row, column: Column) -> Self {
        self.cell = Some((row, column.into()));
        self.column = Some(Words::Borrowed(column.name()));
        self
    }

    /// Which cell it is about, where its column may be one of the policy's own, with its name.
    #[must_use]
    pub fn cell_of(mut self, row: Row, field: Field, name: &str) -> Self {
        self.cell = Some((row, field));
        self.column = Some(Words::Owned(name.to_owned()));
        self
    }

    /// Which cell of a request it is about: its own, or that of the repeat that filled it.
    #[must_use]
    pub fn of(self, request: &Request<'_>, column: Column) -> Self {
        self.about(&request.id).cell(request.row_of(column), column)
    }

    /// In which column, or under which policy key.
    #[must_use]
    pub fn column(mut self, column: impl Into<Words>) -> Self {
        self.column = Some(column.into());
        self
    }

    /// Which request it concerns.
    #[must_use]
    pub fn about(mut self, id: &str) -> Self {
        self.id = (!id.is_empty()).then(|| id.into());
        self
    }

    /// What was expected in place of what stands there.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<Words>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    /// How to go on.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Words>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// How to go on, where that is known.
    #[must_use]
    pub fn maybe_hint(mut self, hint: Option<impl Into<Words>>) -> Self {
        self.hint = hint.map(Into::into);
        self
    }

    /// Another cell it is about.
    #[must_use]
    pub fn related(mut self, row: Row, column: Column) -> Self {
        self.related.push((row, column));
        self
    }

    /// Its place only shows where to look: what stands there is not what it is about.
    #[must_use]
    pub fn without_value(mut self) -> Self {
        self.quotes = false;
        self
    }

    /// A row that this error makes unusable.
    #[must_use]
    pub fn spoils(mut self, row: Row) -> Self {
        self.rows.push(row);
        self
    }

    /// Whether it stops the job.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
