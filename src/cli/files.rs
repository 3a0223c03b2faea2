//! Reading the files that a job needs.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use super::failure::Failure;
use crate::ingest::Input;

/// What standard input is called in messages.
const STDIN: &str = "standard input";

/// Reads files; `-` is standard input.
pub(super) fn read(paths: &[PathBuf]) -> Result<Vec<Input>, Failure> {
    if paths.iter().filter(|path| is_stdin(path)).count() > 1 {
        return Err(Failure::Usage("standard input is named twice".into(), "write `-` once"));
    }
    let mut seen = Vec::new();
    for path in paths.iter().filter_map(|path| fs::canonicalize(path).ok()) {
        if seen.contains(&path) {
            return Err(Failure::Usage(format!("{} is named twice", path.display()), "name every file once"));
        }
        seen.push(path);
    }
    paths.iter().map(|path| read_one(path)).collect()
}

/// Whether two paths lead to the same file.
pub(super) fn same_file(one: &Path, other: &Path) -> bool {
    matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}

/// Whether a path stands for standard input.
pub(super) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn read_one(path: &Path) -> Result<Input, Failure> {
    let failed = |error| Failure::Read(path.to_owned(), error);
    if is_stdin(path) {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map_err(failed)?;
        return Ok(Input { name: STDIN.to_owned(), bytes });
    }
    let bytes = fs::read(path).map_err(failed)?;
    Ok(Input { name: path.to_string_lossy().into_owned(), bytes })
}
