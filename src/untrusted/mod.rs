//! Every cell may have been typed by somebody hostile: what each kind of output does about it.
//!
//! One file per place where text ends up. Nothing here changes data: only how it is shown or
//! written, and reading takes back what writing added.

mod csv;
mod html;
mod json;
mod markdown;
mod terminal;
mod workbook;

pub use csv::{guard, unguard};
pub use html::{ScriptWriter, shown, write_html};
pub use json::JsonWriter;
pub use markdown::{markdown, markdown_line};
pub use terminal::{inline, is_unsafe, visible};
pub use workbook::workbook_text;
