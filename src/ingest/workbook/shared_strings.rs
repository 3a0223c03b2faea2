//! The texts of an .xlsx workbook that cells refer to by number.

use super::{
    too_much,
    xml::{Step, Xml},
};
use crate::{diagnostic::Finding, model::number};

/// How many texts there may be, and how long all of them.
const MOST: usize = 1 << 22;
const MOST_TEXT: usize = 64 << 20;

/// All of them, one behind the other.
#[derive(Debug, Default)]
pub(super) struct SharedStrings {
    text: String,
    ends: Vec<u32>,
}

impl SharedStrings {
    pub(super) fn read(xml: &mut Xml<'_>) -> Result<Self, Box<Finding>> {
        let mut strings = Self::default();
        // Texts stand in `t`; those in `rPh` only say how others are pronounced.
        let (mut pronounced, mut wanted) = (None, false);
        loop {
            let depth = xml.depth();
            match xml.step()? {
                Step::Open(tag) => match tag.name() {
                    "rPh" => pronounced = pronounced.or(Some(depth)),
                    name => wanted = name == "t" && pronounced.is_none(),
                },
                Step::Text(text) if wanted => {
                    strings.text.push_str(&text);
                    if strings.text.len() > MOST_TEXT {
                        return Err(too_much("more than 64 MiB of text"));
                    }
                }
                Step::Close => {
                    wanted = false;
                    if pronounced == Some(depth - 1) {
                        pronounced = None;
                    }
                    // The document is one list; each of its items is a text.
                    if depth == 2 {
                        strings.ends.push(number(strings.text.len()));
                        if strings.ends.len() > MOST {
                            return Err(too_much("more than four million texts"));
                        }
                    }
                }
                Step::End => return Ok(strings),
                Step::Text(_) | Step::Nothing => {}
            }
        }
    }

    pub(super) fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)? as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        Some(&self.text[start..end])
    }
}
