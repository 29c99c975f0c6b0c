//! Workspace: the generated applications on disk, under `target`, and cargo on them.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use crate::app::{APPS, App, PARTS};

/// The generated applications. They share a lock file and a target directory, so what they have in common is the same.
pub(crate) struct Workspace {
    folder: PathBuf,
}

impl Workspace {
    /// Writes all of them. What they share with the library at `root` they have in the version that is locked there.
    pub(crate) fn create(root: &Path) -> io::Result<Self> {
        let folder = root.join("target/compile-time");
        fs::create_dir_all(&folder)?;
        if !folder.join("Cargo.lock").exists() {
            fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        }
        let members = APPS.map(|app| format!("\"{}\"", app.key)).join(", ");
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n");
        fs::write(folder.join("Cargo.toml"), manifest)?;
        let workspace = Self { folder };
        for app in &APPS {
            workspace.write(app, root)?;
        }
        Ok(workspace)
    }

    fn write(&self, app: &App, root: &Path) -> io::Result<()> {
        let folder = self.folder.join(app.key);
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("Cargo.toml"), app.manifest(root))?;
        fs::write(folder.join("src/main.rs"), app.main())?;
        fs::write(folder.join("src/payload.rs"), app.payloads())?;
        for part in 0..PARTS {
            fs::write(
                folder.join(format!("src/part{part}.rs")),
                app.part(part, None),
            )?;
        }
        Ok(())
    }

    /// `cargo check` of one application.
    pub(crate) fn check(&self, app: &App) -> io::Result<()> {
        self.cargo("check", app)
    }

    /// Has it checked from nothing the next time, its dependencies not.
    pub(crate) fn forget(&self, app: &App) -> io::Result<()> {
        self.cargo("clean", app)
    }

    /// Changes the body of one handler, each time into something new.
    pub(crate) fn edit(&self, app: &App, round: usize) -> io::Result<()> {
        let part = round % PARTS;
        let file = self.folder.join(app.key).join(format!("src/part{part}.rs"));
        fs::write(file, app.part(part, Some(round)))
    }

    fn cargo(&self, verb: &str, app: &App) -> io::Result<()> {
        let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args([verb, "--quiet", "--package", app.key])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env_remove("RUSTFLAGS")
            .output()?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(io::Error::other(format!("cargo {verb}: {said}")))
    }
}
