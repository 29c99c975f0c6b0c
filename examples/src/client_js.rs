//! Where a page gets the official JavaScript client from: a directory that is named, an installed package, or the CDN.

use std::{
    env, io,
    path::{Path, PathBuf},
};

use socketio::ClientJs;
use tracing::info;

/// Names the directory that holds `socket.io.min.js`.
const VARIABLE: &str = "SOCKETIO_CLIENT_DIR";

/// Where npm puts those files, below the directory in which it was called.
const PACKAGE: &str = "node_modules/socket.io-client/dist";

/// The client for the pages of an example, from the first of these that there is:
///
/// 1. the directory that the variable `SOCKETIO_CLIENT_DIR` names,
/// 2. `node_modules/socket.io-client`, beside this package, the program or the current directory, or above one of them,
/// 3. the public CDN.
///
/// The log says which.
///
/// # Errors
///
/// If the directory cannot be read or does not hold the client.
pub fn client_js() -> io::Result<ClientJs> {
    if let Some(directory) = env::var_os(VARIABLE) {
        let directory = PathBuf::from(directory);
        info!(
            "pages get the Socket.IO client from {}, named by {VARIABLE}",
            directory.display()
        );
        return ClientJs::directory(directory);
    }
    let places = [
        Some(PathBuf::from(env!("CARGO_MANIFEST_DIR"))),
        env::current_exe().ok(),
        env::current_dir().ok(),
    ];
    if let Some(directory) = places.iter().flatten().find_map(|place| installed(place)) {
        info!(
            "pages get the Socket.IO client from {}",
            directory.display()
        );
        return ClientJs::directory(directory);
    }
    info!(
        "pages get the Socket.IO client from cdn.socket.io; where that cannot be reached, install it: \
         `npm ci --prefix examples`"
    );
    Ok(ClientJs::cdn())
}

/// The installed package in this folder or in one above it.
fn installed(place: &Path) -> Option<PathBuf> {
    let mut packages = place.ancestors().map(|folder| folder.join(PACKAGE));
    packages.find(|package| package.is_dir())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_package_is_found_in_a_folder_and_in_those_above() {
        let root = tempfile::tempdir().unwrap();
        let package = root.path().join(PACKAGE);
        let program = root.path().join("target/debug/examples/chat");
        assert_eq!(installed(&program), None);

        fs::create_dir_all(&package).unwrap();

        assert_eq!(installed(&program), Some(package.clone()));
        assert_eq!(installed(root.path()), Some(package));
    }
}
