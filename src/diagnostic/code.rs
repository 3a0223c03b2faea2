//! Codes: the stable names of what can be found wrong or worth knowing.

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The job stops, or goes on without the rows concerned.
    Error,
    /// The job goes on with a reading that may not be what was meant.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One kind of finding.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Its name: short, stable, unique.
    pub name: &'static str,
    /// How much it matters unless the place makes it matter less.
    pub severity: Severity,
}

/// Declares the codes of one module, and the list of them.
macro_rules! codes {
    ($($(#[$doc:meta])* $ident:ident = $severity:ident $name:literal;)+) => {
        $($(#[$doc])*
        pub(crate) static $ident: $crate::diagnostic::Code =
            $crate::diagnostic::Code { name: $name, severity: $crate::diagnostic::Severity::$severity };)+

        /// Every code of this module.
        pub(crate) static CODES: &[&$crate::diagnostic::Code] = &[$(&$ident),+];
    };
}
pub(crate) use codes;
