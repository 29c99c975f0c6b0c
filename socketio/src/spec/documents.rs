//! Spec: the contract with its title, and the documents that are made of it.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::{
    SpecError, asyncapi,
    collect::collect,
    event::Events,
    model::{Contract, Format},
    typescript, yaml,
};
use crate::route::Promise;

/// What a server keeps, so that its contract can be made.
#[derive(Debug)]
pub(crate) struct Sources {
    pub(crate) promises: Vec<Promise>,
    pub(crate) events: Events,
    pub(crate) path: String,
    pub(crate) format: Format,
}

/// The contract of a server: what its events are, for those who write clients. [`SocketIo::spec`](crate::SocketIo::spec)
/// makes it.
///
/// ```
/// use schemars::JsonSchema;
/// use serde::{Deserialize, Serialize};
/// use socketio::{Event, SocketIo, events, on, routes};
///
/// #[derive(Deserialize, JsonSchema)]
/// struct Line {
///     text: String,
/// }
///
/// /// Somebody has said something.
/// #[derive(Serialize, JsonSchema, Event)]
/// #[event("said", namespace = "/chat")]
/// struct Said {
///     text: String,
/// }
///
/// /// Says something to a room, and answers how many heard it.
/// #[on("say", namespace = "/chat")]
/// async fn say(room: String, line: Line) -> socketio::Result<usize> {
///     Said { text: line.text }.to(&room).await?;
///     Ok(1)
/// }
///
/// let io = SocketIo::builder().routes(routes![say]).events(events![Said]).build()?;
/// let spec = io.spec().title("Chat").version("2.1.0");
///
/// let types = spec.typescript();
/// assert!(types.contains("say: (room: string, line: Line, ack: (answer: number | Failure) => void) => void;"));
/// # let folder = tempfile::tempdir()?;
/// # let folder = folder.path();
/// spec.write(folder)?; // asyncapi.yaml, asyncapi.json, events.d.ts and schemas.json
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Spec {
    pub(super) contract: Contract,
    problems: Vec<String>,
    server: Option<String>,
}

impl Spec {
    pub(crate) fn new(sources: &Sources) -> Self {
        if sources.events.listed().is_empty() {
            tracing::info!(
                target: "socketio::spec",
                "no typed event is listed, so the contract says nothing of what the server sends: give the builder \
                 `.events(events![..])`"
            );
        }
        let mut contract = Contract {
            title: "Socket.IO".to_owned(),
            version: "1.0.0".to_owned(),
            description: String::new(),
            path: sources.path.clone(),
            format: sources.format,
            namespaces: BTreeMap::new(),
            types: BTreeMap::new(),
        };
        let problems = collect(&mut contract, &sources.promises, &sources.events);
        Self {
            contract,
            problems,
            server: None,
        }
    }

    /// Sets the title of the documents.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.contract.title = title.into();
        self
    }

    /// Sets the version of the application: `1.0.0` if it is not set.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.contract.version = version.into();
        self
    }

    /// Sets a description of the application, in Markdown.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.contract.description = description.into();
        self
    }

    /// Sets where clients find the server, such as `https://chat.example.org`.
    #[must_use]
    pub fn server(mut self, url: impl Into<String>) -> Self {
        self.server = Some(url.into());
        self
    }

    /// What is missing in the contract, one sentence each: types of handlers without a schema, and two typed events of one
    /// name. Where a schema is missing, the documents say that any value fits.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// The document in the form of AsyncAPI 3.0, as JSON.
    #[must_use]
    pub fn asyncapi(&self) -> Value {
        asyncapi::document(&self.contract, self.server.as_deref())
    }

    /// The document in the form of AsyncAPI 3.0, as YAML.
    #[must_use]
    pub fn asyncapi_yaml(&self) -> String {
        yaml::document(&self.asyncapi())
    }

    /// The declarations of types for clients in TypeScript: for each namespace the interfaces `ClientToServerEvents` and
    /// `ServerToClientEvents`, which are parameters of `Socket` in `socket.io-client`.
    #[must_use]
    pub fn typescript(&self) -> String {
        typescript::declarations(&self.contract)
    }

    /// All events with the JSON schemas of their arguments and answers, and under `$defs` those of all types with a name.
    #[must_use]
    pub fn schemas(&self) -> Value {
        serde_json::to_value(&self.contract).unwrap_or_default()
    }

    /// Writes `asyncapi.yaml`, `asyncapi.json`, `events.d.ts` and `schemas.json` into a folder, which is made if it is not
    /// there. A file that would not change is not written.
    ///
    /// # Errors
    ///
    /// The contract is not [complete](Self::problems), or a file cannot be written.
    pub fn write(&self, folder: impl AsRef<Path>) -> Result<(), SpecError> {
        self.complete()?;
        let folder = folder.as_ref();
        fs::create_dir_all(folder).map_err(|error| SpecError::File(folder.to_owned(), error))?;
        let files = [
            ("asyncapi.yaml", self.asyncapi_yaml()),
            ("asyncapi.json", pretty(&self.asyncapi())),
            ("events.d.ts", self.typescript()),
            ("schemas.json", pretty(&self.schemas())),
        ];
        for (name, text) in files {
            let path = folder.join(name);
            replace(&path, &text).map_err(|error| SpecError::File(path, error))?;
        }
        Ok(())
    }

    /// Gives what is missing as an error.
    pub(super) fn complete(&self) -> Result<(), SpecError> {
        match self.problems.as_slice() {
            [] => Ok(()),
            problems => Err(SpecError::Incomplete(problems.to_vec())),
        }
    }
}

/// JSON as people read it.
pub(super) fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Writes a file, unless it has this text already.
fn replace(path: &PathBuf, text: &str) -> io::Result<()> {
    match fs::read_to_string(path) {
        Ok(old) if old == text => Ok(()),
        _ => fs::write(path, text),
    }
}
