//! Writing results: to standard output, or to a file as a whole or not at all.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use super::failure::Failure;

/// Says on standard error why a job failed.
pub(super) fn complain(failure: &Failure) {
    // Nothing can be done where standard error itself cannot be written.
    let _ = writeln!(io::stderr().lock(), "error: {failure}");
}

/// The format of a document: the one that was asked for, else by the ending of the file, else text.
pub(super) fn document_format<T: Copy>(
    asked: Option<T>,
    output: Option<&Path>,
    [text, markdown, json]: [T; 3],
) -> Result<T, Failure> {
    let Some(path) = output.filter(|_| asked.is_none()) else { return Ok(asked.unwrap_or(text)) };
    let known = [("txt", text), ("md", markdown), ("markdown", markdown), ("json", json)];
    format_of(path, &known, "use .txt, .md or .json, or name one with --format")
}

/// The format that the ending of a file names, in any case; `hint` says which endings there are.
pub(super) fn format_of<F: Copy>(path: &Path, known: &[(&str, F)], hint: &'static str) -> Result<F, Failure> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let found = known.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending));
    found
        .map(|&(_, format)| format)
        .ok_or_else(|| Failure::Usage(format!("the ending of {} names no format", path.display()), hint))
}

/// Writes to standard output what `write` produces.
pub(super) fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    write(&mut out)?;
    Ok(out.flush()?)
}

/// Where an output ends up: the file that a link points to, so that it is replaced and not the
/// link. A file that was read is refused, and one that exists where it must not be replaced.
pub(super) fn target(path: &Path, inputs: &[PathBuf], force: bool) -> Result<PathBuf, Failure> {
    let target = fs::canonicalize(path).or_else(|_| {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let folder = fs::canonicalize(folder).map_err(|error| failed(path, &error))?;
        Ok::<_, Failure>(folder.join(path.file_name().unwrap_or_default()))
    })?;
    if inputs.iter().filter_map(|input| fs::canonicalize(input).ok()).any(|input| input == target) {
        return Err(Failure::Usage(
            format!("{} is one of the files that are read", path.display()),
            "name another file for the output",
        ));
    }
    match fs::metadata(&target) {
        Ok(there) if !there.is_file() => {
            let what = if there.is_dir() { "a folder" } else { "not a regular file" };
            let hint = "name another file for the output";
            Err(Failure::Usage(format!("{} is {what}", path.display()), hint))
        }
        Ok(_) if !force => Err(Failure::Exists(path.to_owned())),
        _ => Ok(target),
    }
}

/// Writes to a file what `write` produces: into a temporary file beside it, which takes the
/// file's name only when it is complete and on the disk. A file that exists is replaced only by
/// `force`, and one that was read never.
pub(super) fn to_file(
    path: &Path,
    inputs: &[PathBuf],
    force: bool,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    if is_stdout(path) {
        return to_stdout(write);
    }
    let target = target(path, inputs, force)?;
    place(path, &target, force, || Ok(()), write)
}

/// Replaces a file that was read by what `write` produces, whole or not at all, and only if it still
/// says what was read.
pub(super) fn replace(
    path: &Path,
    read: &[u8],
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let target = target(path, &[], true)?;
    let unchanged = || {
        let now = fs::read(path).map_err(|error| Failure::Read(path.to_owned(), error))?;
        if now == read {
            return Ok(());
        }
        let what = format!("{} was changed by somebody else meanwhile", path.display());
        Err(Failure::Usage(what, "nothing was written; run the command again"))
    };
    place(path, &target, true, unchanged, write)
}

/// Writes beside the target and moves it there once it is complete and `ready` agrees.
fn place(
    path: &Path,
    target: &Path,
    force: bool,
    ready: impl FnOnce() -> Result<(), Failure>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let failed = |error: io::Error| failed(path, &error);
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".roadbed-");
    readable_by_others(&mut builder);
    let mut file = builder.tempfile_in(folder).map_err(failed)?;
    // Not through the temporary file, whose errors name it: those of `write` are worth showing.
    let mut out = BufWriter::with_capacity(1 << 16, file.as_file_mut());
    write(&mut out).and_then(|()| out.flush()).map_err(|error| Failure::Write(path.to_owned(), error))?;
    drop(out);
    keep_access(target, file.as_file());
    file.as_file().sync_all().map_err(failed)?;
    ready()?;
    let placed = if force { file.persist(target) } else { file.persist_noclobber(target) };
    placed.map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => Failure::Exists(path.to_owned()),
        _ => failed(error.error),
    })?;
    // The new name is safe only when the folder is on the disk too; not every system can do that.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Who could read and write the old file can do so with the new one, and nobody else, as far as
/// the system lets this user say so.
fn keep_access(old: &Path, new: &File) {
    let Ok(old) = fs::metadata(old) else { return };
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let group = Some(old.gid());
        let _ = fchown(new, Some(old.uid()), group).or_else(|_| fchown(new, None, group));
    }
    let _ = new.set_permissions(old.permissions());
}

/// Whether a path is what standard output writes to, such as `/dev/stdout`: a pipe, a terminal or
/// a device, which cannot be replaced as a whole. A regular file is one to replace.
#[cfg(unix)]
fn is_stdout(path: &Path) -> bool {
    use std::os::{fd::AsFd, unix::fs::MetadataExt};
    let out = io::stdout().as_fd().try_clone_to_owned().and_then(|out| File::from(out).metadata());
    let (Ok(out), Ok(named)) = (out, fs::metadata(path)) else { return false };
    !named.is_file() && (out.dev(), out.ino()) == (named.dev(), named.ino())
}

#[cfg(not(unix))]
fn is_stdout(_: &Path) -> bool {
    false
}

/// By its kind, because the error of a temporary file carries that file's made-up name.
fn failed(path: &Path, error: &io::Error) -> Failure {
    let error = match error.kind() {
        io::ErrorKind::NotFound => io::Error::other("the folder does not exist"),
        kind => io::Error::from(kind),
    };
    Failure::Write(path.to_owned(), error)
}

/// A temporary file is private by default; a result is as readable as any other new file.
#[cfg(unix)]
fn readable_by_others(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn readable_by_others(_: &mut tempfile::Builder<'_, '_>) {}
