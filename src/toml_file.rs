//! Reads a TOML file section by section and collects every problem with its place. Not for what
//! the values mean: the policy, the rules and the mappings each read their own sections through it.

use std::cell::RefCell;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    diagnostic::{Finding, Place, Words},
    model::{Date, Decimal, number},
    suggestion::closest,
};

crate::diagnostic::codes! {
    /// The file is not TOML.
    POLICY_SYNTAX = Error "policy-syntax";
    /// A key that means nothing.
    POLICY_UNKNOWN_KEY = Error "policy-unknown-key";
    /// A value out of its range or of another type.
    POLICY_VALUE = Error "policy-value";
}

/// A policy file being read, with what was found so far.
pub(crate) struct Reader<'t> {
    text: &'t str,
    file: u32,
    findings: RefCell<Vec<Finding>>,
}

/// One table of a policy file. A section that is absent reads as one without keys.
pub(crate) struct Section<'r, 't> {
    reader: &'r Reader<'t>,
    path: String,
    /// Where it stands, if it is one of several.
    place: Option<Place>,
    table: Option<&'r DeTable<'t>>,
    asked: RefCell<Vec<String>>,
}

/// A value with the key it stands under.
#[derive(Clone)]
pub(crate) struct Entry<'r, 't> {
    reader: &'r Reader<'t>,
    /// The key with the sections around it: `rules.error-budget.enabled`.
    pub(crate) path: String,
    value: &'r Spanned<DeValue<'t>>,
}

impl<'t> Reader<'t> {
    pub(crate) fn new(text: &'t str, file: u32) -> Self {
        Self { text, file, findings: RefCell::default() }
    }

    /// The whole file.
    pub(crate) fn root<'r>(&'r self, table: &'r DeTable<'t>) -> Section<'r, 't> {
        Section {
            reader: self,
            path: String::new(),
            place: None,
            table: Some(table),
            asked: RefCell::default(),
        }
    }

    pub(crate) fn report(&self, finding: Finding) {
        self.findings.borrow_mut().push(finding);
    }

    pub(crate) fn place(&self, span: std::ops::Range<usize>) -> Place {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
        Place { file: self.file, line: number(line), start: number(span.start), end: number(span.end) }
    }

    pub(crate) fn into_findings(self) -> Vec<Finding> {
        let mut findings = self.findings.into_inner();
        // After a syntax error, keys end up in the wrong sections; findings about them would be spurious.
        if findings.iter().any(|finding| finding.code == &POLICY_SYNTAX) {
            findings.retain(|finding| finding.code == &POLICY_SYNTAX);
        }
        findings.sort_by_key(|finding| finding.place);
        findings
    }
}

impl<'r, 't> Section<'r, 't> {
    /// The value under a key, if there is one.
    pub(crate) fn get(&self, key: &str) -> Option<Entry<'r, 't>> {
        self.asked.borrow_mut().push(key.to_owned());
        let value = self.table?.get(key)?;
        Some(Entry { reader: self.reader, path: self.child(key), value })
    }

    /// The section under a key.
    pub(crate) fn section(&self, key: &str) -> Section<'r, 't> {
        let table = self.get(key).and_then(|entry| {
            let table = entry.value.get_ref().as_table();
            if table.is_none() {
                entry.refuse("a section", &format!("write [{}] on a line of its own", entry.path));
            }
            table
        });
        Section { reader: self.reader, path: self.child(key), place: None, table, asked: RefCell::default() }
    }

    /// The sections of a list of them, written as `[[key]]`.
    pub(crate) fn sections(&self, key: &str) -> Vec<Section<'r, 't>> {
        let Some(entry) = self.get(key) else {
            return Vec::new();
        };
        let tables = entry.list().unwrap_or_default();
        let section = |entry: Entry<'r, 't>| {
            let table = entry.value.get_ref().as_table();
            if table.is_none() {
                entry.refuse("a list of sections", &format!("write [[{}]] above each", entry.path));
            }
            table.map(|table| Section {
                reader: entry.reader,
                place: Some(entry.place()),
                path: entry.path,
                table: Some(table),
                asked: RefCell::default(),
            })
        };
        tables.into_iter().filter_map(section).collect()
    }

    /// Reports that a key is missing.
    pub(crate) fn lacks(&self, key: &str) {
        let finding = Finding::new(&POLICY_VALUE, format!("[[{}]] needs `{key}`", self.path));
        let finding = finding.column(self.child(key)).hint(format!("add a line `{key} = …` below it"));
        self.reader.report(match self.place {
            Some(place) => finding.at(place).without_value(),
            None => finding,
        });
    }

    /// All keys with their values, for sections whose keys the user makes up.
    pub(crate) fn entries(&self) -> Vec<(String, Entry<'r, 't>)> {
        let Some(table) = self.table else {
            return Vec::new();
        };
        table
            .iter()
            .map(|(key, value)| {
                let key = key.get_ref().to_string();
                self.asked.borrow_mut().push(key.clone());
                (key.clone(), Entry { reader: self.reader, path: self.child(&key), value })
            })
            .collect()
    }

    /// A yes or no, with what holds where nothing is written.
    pub(crate) fn flag(&self, key: &str, default: bool) -> bool {
        let Some(entry) = self.get(key) else {
            return default;
        };
        entry.value.get_ref().as_bool().unwrap_or_else(|| {
            entry.refuse("true or false", "write it without quotes");
            default
        })
    }

    /// A number between two others, with what holds where nothing is written.
    pub(crate) fn number(&self, key: &str, range: [i32; 2], default: Decimal) -> Decimal {
        self.get(key).and_then(|entry| entry.number(range)).unwrap_or(default)
    }

    /// A whole number between two others, with what holds where nothing is written.
    pub(crate) fn whole(&self, key: &str, range: [i32; 2], default: i32) -> u32 {
        let number = self.number(key, range, Decimal::whole(default)).millionths();
        if let Some(entry) = self.get(key).filter(|_| number % 1_000_000 != 0) {
            entry.refuse("a whole number", "leave the decimals out");
        }
        u32::try_from(number / 1_000_000).unwrap_or(0)
    }

    /// Reports every key that nobody asked for.
    pub(crate) fn close(&self) {
        let asked = self.asked.borrow();
        for (key, _) in self.table.into_iter().flat_map(|table| table.iter()) {
            let name: &str = key.get_ref();
            if !asked.iter().any(|known| known == name) {
                let path =
                    if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) };
                let hint = match closest(name, asked.iter().map(String::as_str)) {
                    Some(known) => format!("did you mean `{known}`?"),
                    None => format!("known keys: {}", asked.join(", ")),
                };
                self.reader.report(
                    Finding::new(&POLICY_UNKNOWN_KEY, format!("unknown key `{path}` in the policy"))
                        .at(self.reader.place(key.span()))
                        .column(path)
                        .hint(hint),
                );
            }
        }
    }

    fn child(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}

impl<'r, 't> Entry<'r, 't> {
    /// Where the value stands.
    pub(crate) fn place(&self) -> Place {
        self.reader.place(self.value.span())
    }

    /// Where it begins, in bytes of the file's text. Cheaper than its place, whose line is counted.
    pub(crate) fn start(&self) -> usize {
        self.value.span().start
    }

    /// Reports the value as unusable.
    pub(crate) fn refuse(&self, expected: &str, hint: &str) {
        self.reader.report(
            Finding::new(&POLICY_VALUE, format!("`{}` must be {expected}", self.path))
                .at(self.reader.place(self.value.span()))
                .column(self.path.clone())
                .expected(Words::Owned(expected.to_owned()))
                .hint(Words::Owned(hint.to_owned())),
        );
    }

    /// A number between two others, inclusive, with at most three decimals.
    pub(crate) fn number(&self, [least, most]: [i32; 2]) -> Option<Decimal> {
        let written = match self.value.get_ref() {
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
            DeValue::Float(float) => float.as_str(),
            _ => "",
        };
        let number = Decimal::parse(&written.replace('_', ""))
            .filter(|number| number.millionths() % 1000 == 0)
            .filter(|&number| number >= Decimal::whole(least) && number <= Decimal::whole(most));
        if number.is_none() {
            self.refuse(
                &format!("a number from {least} to {most} with at most three decimals"),
                "write a plain decimal in that range, without quotes",
            );
        }
        number
    }

    /// The text, if it is one.
    pub(crate) fn as_text(&self) -> Option<&'r str> {
        self.value.get_ref().as_str()
    }

    /// The whole number, if it is one.
    pub(crate) fn as_whole(&self) -> Option<u32> {
        match self.value.get_ref() {
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().parse().ok(),
            _ => None,
        }
    }

    /// A text.
    pub(crate) fn text(&self) -> Option<&'r str> {
        let text = self.as_text();
        if text.is_none() {
            self.refuse("a text", "put it in quotes");
        }
        text
    }

    /// A text that says something.
    pub(crate) fn words(&self) -> Option<&'r str> {
        let words = self.text()?.trim();
        if words.is_empty() {
            self.refuse("a text that is not blank", "say it in a few words");
            return None;
        }
        Some(words)
    }

    /// A date, with or without quotes.
    pub(crate) fn date(&self) -> Option<Date> {
        let date = match self.value.get_ref() {
            DeValue::String(text) => Date::parse(text),
            DeValue::Datetime(date) => Date::parse(&date.to_string()),
            _ => None,
        };
        if date.is_none() {
            self.refuse("a date", "write it as 2027-01-31");
        }
        date
    }

    /// A list.
    pub(crate) fn list(&self) -> Option<Vec<Entry<'r, 't>>> {
        let Some(list) = self.value.get_ref().as_array() else {
            self.refuse("a list", "put it in [ ]");
            return None;
        };
        let path = &self.path;
        Some(list.iter().map(|value| Entry { reader: self.reader, path: path.clone(), value }).collect())
    }
}
