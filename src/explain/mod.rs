//! Why a request stands where it stands, in words made from the numbers.

mod why;

pub use why::why;
