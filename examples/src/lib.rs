//! The examples are in this folder, one file each: `cargo run --example chat`.
