//! The zip archive around a workbook: its parts as streams that end where too much comes out.

use std::io::{BufRead, BufReader, Cursor, Error, Read, Result as IoResult};

use rustc_hash::FxHashMap;
use zip::ZipArchive;

use super::{broken, too_much, xml::Xml};
use crate::diagnostic::Finding;

/// How many bytes all parts together may expand to.
const MOST: u64 = 512 << 20;

/// How long one tag or one text may be. Cells end at 32,767 characters.
const MOST_AT_ONCE: usize = 4 << 20;

/// An open archive.
pub(super) struct Container<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// The parts by their names as [`plain`] leaves them.
    parts: FxHashMap<String, usize>,
    left: u64,
}

/// A part's name as names are compared. Source: ECMA-376, part 2, 6.2.2.3; some writers separate folders
/// as Windows does.
fn plain(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

impl<'b> Container<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Box<Finding>> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error.to_string()))?;
        let mut parts = FxHashMap::default();
        for (index, name) in archive.file_names().enumerate() {
            if let Ok(name) = name {
                parts.entry(plain(&name)).or_insert(index);
            }
        }
        Ok(Self { archive, parts, left: MOST })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&plain(name))
    }

    /// Walks over a part; nothing where there is none.
    pub(super) fn part<T>(
        &mut self,
        name: &str,
        walk: impl FnOnce(&mut Xml<'_>) -> Result<T, Box<Finding>>,
    ) -> Result<Option<T>, Box<Finding>> {
        let exact = self.archive.index_for_name(name);
        let Some(index) = exact.or_else(|| self.parts.get(&plain(name)).copied()) else {
            return Ok(None);
        };
        let part = self.archive.by_index(index).map_err(|error| broken(&format!("{name}: {error}")))?;
        let mut xml = Xml::new(Box::new(Bounded::new(part, self.left)));
        let result = walk(&mut xml);
        self.left = xml.left();
        result.map(Some)
    }
}

/// A stream that ends with an error where too much comes out of it, in all or at once.
pub(super) struct Bounded<'p> {
    inner: BufReader<Box<dyn Read + 'p>>,
    left: u64,
    at_once: usize,
}

impl<'p> Bounded<'p> {
    fn new(part: impl Read + 'p, left: u64) -> Self {
        Self { inner: BufReader::with_capacity(1 << 16, Box::new(part)), left, at_once: 0 }
    }

    /// Counts anew what comes at once.
    pub(super) fn next(&mut self) {
        self.at_once = 0;
    }

    pub(super) const fn left(&self) -> u64 {
        self.left
    }

    /// What there is too much of, if so.
    pub(super) fn exceeded(&self) -> Option<Box<Finding>> {
        if self.left == 0 {
            return Some(too_much("more than 512 MiB when unpacked"));
        }
        (self.at_once > MOST_AT_ONCE).then(|| too_much("a single text of more than 4 MiB"))
    }
}

impl Read for Bounded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> IoResult<usize> {
        let available = self.fill_buf()?;
        let length = available.len().min(buffer.len());
        buffer[..length].copy_from_slice(&available[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl BufRead for Bounded<'_> {
    fn fill_buf(&mut self) -> IoResult<&[u8]> {
        if self.exceeded().is_some() {
            return Err(Error::other("too much"));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, length: usize) {
        self.left = self.left.saturating_sub(length as u64);
        self.at_once += length;
        self.inner.consume(length);
    }
}
