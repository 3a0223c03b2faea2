//! XML as a stream of opening tags, texts and closing tags. Entities of one's own are refused.

use std::borrow::Cow;

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
    name::QName,
};

use super::{broken, container::Bounded, too_much};
use crate::diagnostic::Finding;

/// How deep tags may be nested.
const DEEPEST: usize = 256;

/// One step through a document.
#[derive(Debug)]
pub(super) enum Step<'x> {
    Open(Tag<'x>),
    Text(Cow<'x, str>),
    Close,
    /// A comment or the like.
    Nothing,
    End,
}

/// An opening tag.
#[derive(Debug)]
pub(super) struct Tag<'x>(BytesStart<'x>);

impl Tag<'_> {
    /// Its name without prefix.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// Its name with prefix.
    pub(super) fn full_name(&self) -> &str {
        self.0.name().into_inner()
    }

    /// The attribute of that name, whatever its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.find(|key| key.local_name().into_inner() == name)
    }

    /// The attribute of that name with its prefix.
    pub(super) fn full_attribute(&self, name: &str) -> Option<String> {
        self.find(|key| key.into_inner() == name)
    }

    fn find(&self, is_it: impl Fn(QName<'_>) -> bool) -> Option<String> {
        let mut attributes = self.0.attributes();
        // Looking for attributes given twice takes long where there are very many.
        let found = attributes.with_checks(false).filter_map(Result::ok).find(|found| is_it(found.key))?;
        found.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
    }

    /// An attribute that holds a number.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// An attribute that says yes.
    pub(super) fn says(&self, name: &str) -> bool {
        matches!(self.attribute(name).as_deref(), Some("1" | "true"))
    }
}

/// A document being walked over.
pub(super) struct Xml<'p> {
    reader: Reader<Box<Bounded<'p>>>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<'p> Xml<'p> {
    pub(super) fn new(stream: Box<Bounded<'p>>) -> Self {
        let mut reader = Reader::from_reader(stream);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), depth: 0 }
    }

    /// How much more may be unpacked.
    pub(super) fn left(&self) -> u64 {
        self.reader.get_ref().left()
    }

    /// How many tags are open.
    pub(super) const fn depth(&self) -> usize {
        self.depth
    }

    /// The next step.
    pub(super) fn step(&mut self) -> Result<Step<'_>, Box<Finding>> {
        self.buffer.clear();
        self.reader.get_mut().next();
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(Event::Start(tag)) => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(too_much("tags inside tags"));
                }
                Ok(Step::Open(Tag(tag)))
            }
            Ok(Event::End(_)) => {
                self.depth = self.depth.saturating_sub(1);
                Ok(Step::Close)
            }
            Ok(Event::Text(text)) => Ok(Step::Text(text.xml10_content())),
            Ok(Event::CData(text)) => Ok(Step::Text(text.xml10_content())),
            Ok(Event::GeneralRef(reference)) => {
                if let Ok(Some(character)) = reference.resolve_char_ref() {
                    return Ok(Step::Text(Cow::Owned(character.to_string())));
                }
                let named = resolve_predefined_entity(&reference).map(Cow::Borrowed);
                named.map(Step::Text).ok_or_else(|| broken("it refers to an entity that does not exist"))
            }
            Ok(Event::DocType(_)) => Err(broken("it declares entities, which no spreadsheet program writes")),
            Ok(Event::Eof) if self.depth > 0 => Err(broken("a part of it ends too early")),
            Ok(Event::Eof) => Ok(Step::End),
            Ok(Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => Ok(Step::Nothing),
            Err(error) => {
                let exceeded = self.reader.get_ref().exceeded();
                Err(exceeded.unwrap_or_else(|| broken(&error.to_string())))
            }
        }
    }
}
