//! Findings: what is wrong with an input or worth knowing about it, each with a stable code, a
//! severity, its place, and words that say what was expected and how to go on.
//!
//! Every step returns its findings beside its result; only the command layer prints them. The
//! words of a finding stand beside the step that makes it.

mod code;
mod finding;
mod picture;
mod source;

pub(crate) use code::codes;
pub use code::{Code, Severity};
pub use finding::{Finding, Place, Words};
pub use picture::{Style, line, picture};
pub use source::{Form, Origin, SheetRows, Source, Stretch, letters};
