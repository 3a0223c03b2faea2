//! What is worth doing, and in which order.
