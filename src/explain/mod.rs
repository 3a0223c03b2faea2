//! Why a request stands where it stands, in words made from the numbers.

pub mod counterfactual;
mod why;

pub use why::why;
