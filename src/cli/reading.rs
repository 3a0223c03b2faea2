//! The options that say how files are read, as typed: for all files, or for one.

use std::path::PathBuf;

use clap::Args as Group;

use super::failure::Failure;
use crate::{
    import,
    ingest::{Delimiter, Label, ReadAs},
    policy::Policy,
};

const HEADING: &str = "Reading files (VALUE for all of them, FILE=VALUE for one)";

/// Options of every verb that reads files. Each may be given for all files, or as `FILE=VALUE`
/// for one, as often as needed.
#[derive(Clone, Debug, Default, Group)]
pub(super) struct ReadingOptions {
    /// The encoding of text that is not UTF-8: windows-1252, utf-16le …
    #[arg(long, help_heading = HEADING, value_name = "[FILE=]LABEL")]
    encoding: Vec<String>,

    /// What separates cells, if the header does not show it: ';' or tab
    #[arg(long, help_heading = HEADING, value_name = "[FILE=]CHARACTER")]
    delimiter: Vec<String>,

    /// The line of the header, if other lines come before it
    #[arg(long, help_heading = HEADING, value_name = "[FILE=]LINE")]
    header_line: Vec<String>,

    /// The sheet of a workbook; if not given, the first one that is not hidden
    #[arg(long, help_heading = HEADING, value_name = "[FILE=]NAME")]
    sheet: Vec<String>,

    /// Which tracker's export it is: jira, linear, gitlab, azure-devops, a mapping of the policy, or
    /// none; if not given, the header decides
    #[arg(long, help_heading = HEADING, value_name = "[FILE=]NAME")]
    from: Vec<String>,
}

impl ReadingOptions {
    /// Of what kind each of the files is, as far as it is said.
    pub(super) fn from(&self, files: &[PathBuf], policy: &Policy) -> Result<Vec<Option<String>>, Failure> {
        let known = import::mapping_names(policy);
        spread(&self.from, files, "--from", |name| {
            let found = known.iter().find(|known| known.eq_ignore_ascii_case(name)).cloned();
            found.ok_or_else(|| {
                Failure::Usage(
                    format!("no mapping is called `{name}`: known are {}", known.join(", ")),
                    "for one file FILE=NAME, with the file as it is named in the command; `none` reads a file as a backlog",
                )
            })
        })
    }

    /// How each of the files is to be read.
    pub(super) fn of(&self, files: &[PathBuf]) -> Result<Vec<ReadAs>, Failure> {
        let encodings = spread(&self.encoding, files, "--encoding", encoding)?;
        let delimiters = spread(&self.delimiter, files, "--delimiter", delimiter)?;
        let header_lines = spread(&self.header_line, files, "--header-line", header_line)?;
        let sheets = spread(&self.sheet, files, "--sheet", |name| Ok(name.to_owned()))?;
        let all = encodings.into_iter().zip(delimiters).zip(header_lines).zip(sheets);
        Ok(all
            .map(|(((encoding, delimiter), header_line), sheet)| ReadAs {
                encoding,
                delimiter,
                header_line,
                sheet,
            })
            .collect())
    }
}

/// The value that an option has for each of the files: the one for it alone, else the one for all.
fn spread<T: Clone>(
    typed: &[String],
    files: &[PathBuf],
    option: &str,
    parse: impl Fn(&str) -> Result<T, Failure>,
) -> Result<Vec<Option<T>>, Failure> {
    let mut for_all = None;
    let mut for_one: Vec<Option<T>> = vec![None; files.len()];
    for text in typed {
        // A value may hold `=` itself: only what is one of the files stands before it.
        let of_file = text.rmatch_indices('=').find_map(|(at, _)| {
            let file = files.iter().position(|file| file.as_os_str() == &text[..at])?;
            Some((file, &text[at + 1..]))
        });
        let (holder, value) = match of_file {
            Some((file, value)) => (&mut for_one[file], value),
            None => (&mut for_all, text.as_str()),
        };
        if holder.replace(parse(value)?).is_some() {
            return Err(Failure::Usage(
                format!("{option} is given twice for the same file"),
                "give it once for all files, and as FILE=VALUE for the others",
            ));
        }
    }
    Ok(for_one.into_iter().map(|own| own.or_else(|| for_all.clone())).collect())
}

fn encoding(name: &str) -> Result<Label, Failure> {
    Label::parse(name).ok_or_else(|| {
        Failure::Usage(
            format!("no encoding is called `{name}`"),
            "names are those of the WHATWG Encoding Standard: utf-8, utf-16le, windows-1252, iso-8859-2, shift_jis, gb18030; for one file FILE=LABEL, with the file as it is named in the command",
        )
    })
}

fn delimiter(text: &str) -> Result<Delimiter, Failure> {
    Delimiter::parse(text).ok_or_else(|| {
        Failure::Usage(
            format!("`{text}` cannot separate cells"),
            "name one character such as ';', or tab, comma, semicolon, pipe, space",
        )
    })
}

fn header_line(text: &str) -> Result<u32, Failure> {
    text.parse().ok().filter(|&line| line > 0).ok_or_else(|| {
        Failure::Usage(format!("`{text}` is not a line number"), "lines are counted from 1: --header-line 3")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(typed: &[&str], files: &[&str]) -> Result<Vec<Option<String>>, String> {
        let typed: Vec<String> = typed.iter().map(|&text| text.to_owned()).collect();
        let files: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
        spread(&typed, &files, "--sheet", |name| Ok(name.to_owned())).map_err(|failure| failure.to_string())
    }

    #[test]
    fn a_value_is_for_all_files_or_for_the_one_before_it() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(of(&["x"], &["a", "b"]), Ok(vec![some("x"), some("x")]));
        assert_eq!(of(&["x", "b=y"], &["a", "b"]), Ok(vec![some("x"), some("y")]));
        assert_eq!(of(&["a=b=c"], &["a=b", "d"]), Ok(vec![some("c"), None]));
        assert_eq!(of(&["Q1=Q2"], &["a"]), Ok(vec![some("Q1=Q2")]));
        assert_eq!(of(&[], &["a"]), Ok(vec![None]));
        assert!(of(&["x", "y"], &["a"]).is_err());
    }
}
