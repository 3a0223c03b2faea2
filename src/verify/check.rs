//! What a check came to: how much was looked at, and what does not hold.

/// How many findings of one check are kept; all are counted.
const KEPT: usize = 20;

/// A thing that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The request it is about; nothing where it is about the whole.
    pub id: Option<String>,
    /// What the file says.
    pub stated: String,
    /// What was found instead.
    pub found: String,
}

/// Whether a check holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Everything that it looked at holds.
    Verified,
    /// Something does not hold.
    Failed,
    /// Nothing could be looked at.
    NotChecked,
}

impl State {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Failed => "failed",
            Self::NotChecked => "not-checked",
        }
    }
}

/// One check of a ranking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its name, which stays.
    pub code: &'static str,
    /// How many things it looked at.
    pub count: usize,
    /// How many of them do not hold.
    pub failed: usize,
    /// The first of these.
    pub findings: Vec<Finding>,
    /// What it had to leave out, and why.
    pub left_out: Vec<String>,
}

impl Check {
    pub(super) const fn new(code: &'static str) -> Self {
        Self { code, count: 0, failed: 0, findings: Vec::new(), left_out: Vec::new() }
    }

    /// Whether it holds.
    pub fn state(&self) -> State {
        match (self.failed, self.count) {
            (1.., _) => State::Failed,
            (0, 0) => State::NotChecked,
            (0, _) => State::Verified,
        }
    }

    /// Looks at one thing; `stated` and `found` are asked for only where it does not hold.
    pub(super) fn expect(
        &mut self,
        holds: bool,
        id: &str,
        stated: impl FnOnce() -> String,
        found: impl FnOnce() -> String,
    ) {
        self.count += 1;
        if holds {
            return;
        }
        self.failed += 1;
        if self.findings.len() < KEPT {
            let id = (!id.is_empty()).then(|| id.to_owned());
            self.findings.push(Finding { id, stated: stated(), found: found() });
        }
    }

    /// The same for two values that have to be equal.
    pub(super) fn equal<T: PartialEq + std::fmt::Debug>(
        &mut self,
        id: &str,
        what: &str,
        stated: &T,
        found: &T,
    ) {
        self.expect(stated == found, id, || format!("{what} {stated:?}"), || format!("{found:?}"));
    }

    /// Says what is left out; only once for each reason.
    pub(super) fn leave_out(&mut self, why: impl Into<String>) {
        let why = why.into();
        if !self.left_out.contains(&why) {
            self.left_out.push(why);
        }
    }
}
