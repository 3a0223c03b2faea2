//! The words of the domain as plain types: no file formats, no graph library, no terminal.

mod backlog;
mod column;
mod date;
mod decimal;
mod few;
mod field;
mod figures;
mod natural;
mod number;
mod quantity;
mod request;
mod words;

pub(crate) use backlog::Numbering;
pub use backlog::{Backlog, Reason, Settled};
pub use column::{Column, Columns};
pub use date::Date;
pub use decimal::{Decimal, Share};
pub use few::{Few, sorted};
pub use field::{Field, OwnColumn};
pub(crate) use figures::{decimal, digits, push_digits};
pub use natural::natural;
pub(crate) use number::numbers;
pub use number::{MOST, Node, Number, SettledNumber, number};
pub use quantity::{Points, Weeks, divide};
pub use request::{Area, Asked, Evidence, Migration, Repeat, Request, Row, Slots, Team};
pub use words::{Breaking, Kind, Metric, Scope, Stakeholder, Status, Word, letters};
