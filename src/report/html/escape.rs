//! How the templates escape.

use std::fmt::{self, Write};

use askama::filters::Escaper;

use crate::untrusted::write_html;

/// What every text goes through on its way into a template.
#[derive(Clone, Copy)]
pub(crate) struct Escaping;

impl Escaper for Escaping {
    fn write_escaped_str<W: Write>(&self, mut out: W, text: &str) -> fmt::Result {
        write_html(text, &mut out)
    }
}
