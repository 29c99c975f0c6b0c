//! The documents of the contract, as files that a review sees. `GOLDEN=overwrite` writes them.

use std::{env, fs, path::Path};

#[test]
fn the_documents_are_those_that_were_reviewed() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let written = tempfile::tempdir().unwrap();

    spec_tests::app()
        .spec()
        .title("Forms")
        .write(written.path())
        .unwrap();

    if env::var_os("GOLDEN").is_some_and(|mode| mode == "overwrite") {
        spec_tests::app()
            .spec()
            .title("Forms")
            .write(&golden)
            .unwrap();
    }
    for name in [
        "asyncapi.yaml",
        "asyncapi.json",
        "events.d.ts",
        "schemas.json",
    ] {
        let expected = fs::read_to_string(golden.join(name)).unwrap();
        let found = fs::read_to_string(written.path().join(name)).unwrap();
        assert!(
            expected == found,
            "another {name} than before: look at it with `GOLDEN=overwrite` and `git diff`"
        );
    }
}
