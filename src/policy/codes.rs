//! What can be wrong with a policy file.

crate::diagnostic::codes! {
    /// The file is not TOML.
    POLICY_SYNTAX = Error "policy-syntax";
    /// A key that means nothing.
    POLICY_UNKNOWN_KEY = Error "policy-unknown-key";
    /// A value out of its range or of another type.
    POLICY_VALUE = Error "policy-value";
}
