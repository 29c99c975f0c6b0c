//! The macros. Every file in `fail` is one mistake, named after it, with what the compiler says; what is right stands
//! beside it in `pass`, and compiles without a warning. What they expand to is in `golden`.

#[path = "pass/mod.rs"]
mod pass;

/// What the compiler says changes with its version; this is the one whose words are kept.
const COMPILER: &str = "1.95";

#[test]
fn every_mistake_is_told_in_words() {
    if !rustc_version().starts_with(&format!("rustc {COMPILER}.")) {
        println!("left out: the words are those of rustc {COMPILER}");
        return;
    }
    trybuild::TestCases::new().compile_fail("macros/fail/*/*.rs");
}

#[test]
fn what_is_right_stands_beside_every_mistake() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/macros");
    for mistakes in std::fs::read_dir(format!("{folder}/fail")).unwrap() {
        let name = mistakes.unwrap().file_name().into_string().unwrap();
        let right = format!("{folder}/pass/{name}.rs");
        assert!(std::path::Path::new(&right).exists(), "no {right}");
    }
}

fn rustc_version() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = std::process::Command::new(rustc).arg("--version").output();
    output
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default()
}
