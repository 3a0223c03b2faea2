//! What makes a job fail: wrong usage, and files that cannot be read or written.

use std::{fmt, io, path::PathBuf};

use crate::untrusted::visible;

/// Why a job could not be done.
#[derive(Debug)]
pub(super) enum Failure {
    /// What was asked for makes no sense; with a hint.
    Usage(String, &'static str),
    /// A file could not be read.
    Read(PathBuf, io::Error),
    /// A file could not be written.
    Write(PathBuf, io::Error),
    /// A file exists and must not be replaced.
    Exists(PathBuf),
    /// Standard output could not be written.
    Output(io::Error),
    /// The reader of standard output closed the pipe.
    PipeClosed,
}

impl From<io::Error> for Failure {
    /// Errors of standard output; those of files name their file.
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::PipeClosed } else { Self::Output(error) }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = |path: &PathBuf| visible(&path.to_string_lossy()).into_owned();
        match self {
            Self::Usage(what, hint) => write!(f, "{}\n  = help: {hint}", visible(what)),
            Self::Read(file, error) => write!(f, "cannot read {}: {error}", path(file)),
            Self::Write(file, error) => write!(f, "cannot write {}: {error}", path(file)),
            Self::Exists(file) => {
                write!(f, "{} exists\n  = help: --force replaces it", path(file))
            }
            Self::Output(error) => write!(f, "cannot write the result: {error}"),
            Self::PipeClosed => Ok(()),
        }
    }
}
