//! What becomes of a request, as the page sorts, filters and colours it.

use crate::{
    order::{Horizon, Verdict},
    report::Line,
};

/// The horizon of what is built, where there is a capacity; the verdict of all else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    Now,
    Next,
    Later,
    Build,
    Hold,
    Blocked,
    Decline,
    Unscored,
}

impl Standing {
    /// All of them, in the order in which they are shown; their places are their numbers.
    pub(super) const ALL: [Self; 8] = [
        Self::Now,
        Self::Next,
        Self::Later,
        Self::Build,
        Self::Hold,
        Self::Blocked,
        Self::Decline,
        Self::Unscored,
    ];

    pub(super) fn of(line: &Line<'_, '_>) -> Self {
        match (line.verdict, line.horizon) {
            (Verdict::Build, Some((Horizon::Now, _))) => Self::Now,
            (Verdict::Build, Some((Horizon::Next, _))) => Self::Next,
            (Verdict::Build, Some((Horizon::Later, _))) => Self::Later,
            (Verdict::Build, None) => Self::Build,
            (Verdict::Hold, _) => Self::Hold,
            (Verdict::Blocked, _) => Self::Blocked,
            (Verdict::Decline, _) => Self::Decline,
            (Verdict::Unscored, _) => Self::Unscored,
        }
    }

    /// The word that is shown.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Now => Horizon::Now.word(),
            Self::Next => Horizon::Next.word(),
            Self::Later => Horizon::Later.word(),
            Self::Build => Verdict::Build.shown(),
            Self::Hold => Verdict::Hold.shown(),
            Self::Blocked => Verdict::Blocked.shown(),
            Self::Decline => Verdict::Decline.shown(),
            Self::Unscored => Verdict::Unscored.shown(),
        }
    }

    /// The class that colours it.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Now | Self::Build => "now",
            Self::Next => "next",
            Self::Later => "later",
            Self::Hold => "hold",
            Self::Blocked => "blocked",
            Self::Decline => "decline",
            Self::Unscored => "unscored",
        }
    }
}
