//! The fixed vocabularies of the backlog, each with the words people write for it.

/// A closed set of values with one written word each.
pub trait Word: Copy + Sized + 'static {
    /// Every value with its word, in the order in which they are offered.
    const WORDS: &'static [(&'static str, Self)];

    /// The value of `word`, whatever its case.
    fn parse(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|&(_, value)| value)
    }
}

/// The letters and digits of a text, in lower case, for comparing what people write: `N/A`, `n.a.` and `na` are
/// one.
pub fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
        }

        impl Word for $name {
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),+];
        }

        impl $name {
            /// The word for it.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }
    };
}

words! {
    /// Whose interest a request is.
    Stakeholder {
        /// A team inside the company.
        Internal = "internal",
        /// A developer outside the company.
        External = "external",
        /// An executive.
        Executive = "executive",
        /// The platform's own people.
        Platform = "platform",
    }
}

impl Stakeholder {
    /// Whether this stakeholder's team would use what it asks for: executive sponsorship and
    /// the platform's own wishes are no adoption.
    pub const fn adopts(self) -> bool {
        matches!(self, Self::Internal | Self::External)
    }
}

words! {
    /// What sort of work a request is.
    Kind {
        /// Something new.
        Capability = "capability",
        /// Fewer or shorter failures.
        Reliability = "reliability",
        /// Paying down what slows everybody.
        TechDebt = "tech-debt",
        /// Keeping or ending promises to consumers.
        Compatibility = "compatibility",
        /// Documentation and developer experience.
        Experience = "experience",
    }
}

words! {
    /// For how many it is built.
    Scope {
        /// One solution for everybody.
        Shared = "shared",
        /// One solution with settings.
        Configurable = "configurable",
        /// One team's own variant.
        Bespoke = "bespoke",
    }
}

words! {
    /// What the work does to those who already use the platform.
    Breaking {
        /// Nothing changes for them.
        None = "none",
        /// They may use something new.
        Additive = "additive",
        /// They are told to move, and may take their time.
        Deprecating = "deprecating",
        /// They must change or stop working.
        Breaking = "breaking",
    }
}

words! {
    /// What success is measured by.
    Metric {
        /// How many teams use it.
        Adoption = "adoption",
        /// How content developers are.
        Satisfaction = "satisfaction",
        /// How long it takes to integrate.
        IntegrationTime = "integration-time",
        /// How reliable the platform is.
        Reliability = "reliability",
        /// How much work is no longer done twice.
        Redundancy = "redundancy",
    }
}

words! {
    /// How far a request has come.
    Status {
        /// Asked for.
        Proposed = "proposed",
        /// Begun.
        InProgress = "in-progress",
        /// Finished.
        Done = "done",
        /// Refused earlier.
        Declined = "declined",
    }
}
