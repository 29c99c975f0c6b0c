//! The file that a contract is compared with.

use std::{env, fs, io, path::Path};

use super::comparison::breaks;
use crate::spec::{Spec, SpecError, documents::pretty, model::Contract};

/// The variable of the environment that asks for the file to be written.
const VARIABLE: &str = "SOCKETIO_SPEC";

impl Spec {
    /// Checks that clients which were written for an earlier contract still work: that of a file, which is kept in the
    /// repository of the application.
    ///
    /// It belongs into a test of the application:
    ///
    /// ```no_run
    /// # use socketio::{SocketIo, routes};
    /// # fn app() -> SocketIo { SocketIo::new(routes![]) }
    /// fn old_clients_still_work() {
    ///     app().spec().unchanged("spec.json").unwrap();
    /// }
    /// ```
    ///
    /// What breaks old clients fails, with a text that names the event: an event that is gone, an argument that is new, gone or
    /// takes less than before, an answer or an event of the server that can be what it could not be before. What is only added
    /// passes. With `SOCKETIO_SPEC=update` in the environment the file is then written anew, and it is written if it is not
    /// there. To break clients on purpose, remove the file and write it anew.
    ///
    /// # Errors
    ///
    /// Something breaks, the contract is not [complete](Self::problems), or the file cannot be read or written.
    pub fn unchanged(&self, file: impl AsRef<Path>) -> Result<(), SpecError> {
        let updates = env::var_os(VARIABLE).is_some_and(|value| value == "update");
        self.compare(file.as_ref(), updates)
    }

    pub(super) fn compare(&self, path: &Path, updates: bool) -> Result<(), SpecError> {
        self.complete()?;
        let fail = |error| SpecError::File(path.to_owned(), error);
        match fs::read_to_string(path) {
            Ok(text) => {
                let old: Contract =
                    serde_json::from_str(&text).map_err(|error| fail(error.into()))?;
                let broken = breaks(&old, &self.contract);
                if !broken.is_empty() {
                    return Err(SpecError::Breaking(broken));
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound && updates => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let text = format!("it is not there: run this once with {VARIABLE}=update");
                return Err(fail(io::Error::new(error.kind(), text)));
            }
            Err(error) => return Err(fail(error)),
        }
        if updates {
            fs::write(path, pretty(&self.schemas())).map_err(fail)?;
        }
        Ok(())
    }
}
