//! Compares the contract with an earlier one, in a file: what would break clients that were written for the earlier one.

mod comparison;
mod file;
mod subset;
