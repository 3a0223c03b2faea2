//! Which mappings there are: those of the policy, laid over the built-in ones of the same name, and the other
//! built-in ones.

use crate::{
    mapping::{self, Mapping, preset, preset_names, presets_for},
    policy::Policy,
};

/// The mappings that a policy gives. Built-in ones are read when they are needed.
pub(crate) struct Mappings<'p>(pub(crate) &'p Policy);

impl Mappings<'_> {
    /// The names of all of them.
    pub(crate) fn names(&self) -> Vec<String> {
        let own = self.0.mappings.iter().map(|mapping| mapping.name.clone());
        own.chain(preset_names().filter(|name| !self.has_own(name)).map(str::to_owned)).collect()
    }

    /// The mapping of that name.
    pub(super) fn named(&self, name: &str) -> Option<Mapping> {
        match self.0.mappings.iter().find(|mapping| mapping.name == name) {
            Some(own) => Some(laid(own)),
            None => preset(name).cloned(),
        }
    }

    /// The mapping that a header with these names fits. Those of the policy are tried first.
    pub(super) fn fitting(&self, names: &[String], fits: impl Fn(&Mapping) -> bool) -> Option<Mapping> {
        let own = self.0.mappings.iter().map(laid).find(|mapping| fits(mapping));
        let built_in =
            || presets_for(names).find(|preset| !self.has_own(&preset.name) && fits(preset)).cloned();
        own.or_else(built_in)
    }

    fn has_own(&self, name: &str) -> bool {
        self.0.mappings.iter().any(|own| own.name == name)
    }
}

/// A mapping of the policy, over the built-in one of its name.
fn laid(own: &Mapping) -> Mapping {
    preset(&own.name).map_or_else(|| own.clone(), |preset| mapping::laid_over(preset, own))
}
