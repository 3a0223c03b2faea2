//! `roadbed init`: a commented policy and a small backlog to start from.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};

use super::{Outcome, args::Init, failure::Failure, output};

/// The policy with every default written out.
pub(crate) const POLICY: &str = include_str!("init/roadbed.toml");
/// A backlog that shows the columns at work.
const BACKLOG: &str = include_str!("init/backlog.csv");

pub(super) fn run(args: &Init) -> Result<Outcome, Failure> {
    let folder = &args.folder;
    let files = [("roadbed.toml", POLICY), ("backlog.csv", BACKLOG)];
    // Neither is written where one of them is already there.
    for (name, _) in files {
        let path = folder.join(name);
        if path.exists() {
            return Err(Failure::Usage(
                format!("{} exists", path.display()),
                "nothing was written; name another folder: `roadbed init FOLDER`",
            ));
        }
    }
    fs::create_dir_all(folder).map_err(|error| Failure::Write(folder.clone(), error))?;
    for (name, text) in files {
        let path = folder.join(name);
        create(&path, text).map_err(|error| Failure::Write(path, error))?;
    }
    output::to_stdout(|out| {
        let (here, shown) = (folder == Path::new("."), folder.display());
        writeln!(out, "Wrote roadbed.toml: how requests are scored, and the capacity.")?;
        writeln!(out, "Wrote backlog.csv: a few requests to start from.")?;
        if here {
            writeln!(out, "Next: `roadbed rank`")
        } else {
            writeln!(out, "Next: `cd {shown}`, then `roadbed rank`")
        }
    })?;
    Ok(Outcome::Done)
}

/// Writes a file that must not exist yet.
fn create(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::POLICY;
    use crate::{
        diagnostic::Source,
        model::Weeks,
        policy::{Capacity, Policy},
    };

    #[test]
    fn the_written_policy_says_what_holds_without_one() {
        let source = Source::new("roadbed.toml", POLICY);
        let (written, problems) = Policy::read(&source, 0);
        assert!(problems.is_empty(), "{problems:?}");
        let weeks = |number: i64| Weeks::from_thousandths(number * 1000);
        let capacity = Some(Capacity { now: weeks(12), next: weeks(12), calendar_weeks: weeks(13) });
        let built_in = Policy { files: vec!["backlog.csv".into()], capacity, ..Policy::default() };
        assert_eq!(written, built_in);
    }
}
