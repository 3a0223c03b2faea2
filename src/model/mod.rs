//! The words of the domain as plain types: no file formats, no graph library, no terminal.

mod date;
mod quantity;

pub use date::Date;
pub use quantity::{Points, Weeks};
