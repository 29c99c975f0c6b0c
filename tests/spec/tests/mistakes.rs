//! What the compiler says of an event that cannot be in the contract. What is right stands in `src`.

/// What the compiler says changes with its version; this is the one whose words are kept.
const COMPILER: &str = "1.95";

#[test]
fn every_mistake_is_told_in_words() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = std::process::Command::new(rustc).arg("--version").output();
    let version = output
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default();
    if !version.starts_with(&format!("rustc {COMPILER}.")) {
        println!("left out: the words are those of rustc {COMPILER}");
        return;
    }
    trybuild::TestCases::new().compile_fail("fail/*.rs");
}
