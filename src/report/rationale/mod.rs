//! Rationales: why each request stands where it stands, for people and for programs.
//!
//! [`outline`] makes words from a [`Rationale`](crate::explain::Rationale), [`json()`] shows the data
//! itself.

mod changes;
mod json;
mod outline;

use std::io::{self, Write};

pub use json::json;
pub use outline::outline;

use super::document::{self, Page};

use crate::{
    explain::Explainer,
    model::{Node, Settled},
};

/// What is to be explained.
#[derive(Debug)]
pub struct Explanation<'e, 'a, 's> {
    /// What explains.
    pub explainer: &'e Explainer<'a, 's>,
    /// What is explained, in this order.
    pub subjects: Vec<Subject<'a, 's>>,
}

/// One thing to explain.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a, 's> {
    /// A request with a verdict.
    Request(Node),
    /// A request beside a rival.
    Versus(Node, Node),
    /// A request that is not ranked.
    Settled(&'a Settled<'s>),
}

/// Writes explanations for a terminal, one after the other.
pub fn text(explanation: &Explanation<'_, '_, '_>, page: Page, out: &mut dyn Write) -> io::Result<()> {
    for (number, &subject) in explanation.subjects.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        document::text(&outline(explanation, subject), page, out)?;
    }
    Ok(())
}

/// Writes explanations as Markdown, one after the other.
pub fn markdown(explanation: &Explanation<'_, '_, '_>, out: &mut dyn Write) -> io::Result<()> {
    for (number, &subject) in explanation.subjects.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        document::markdown(&outline(explanation, subject), 2, out)?;
    }
    Ok(())
}
