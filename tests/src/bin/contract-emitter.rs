//! A process without a server that emits one event into a cluster: the contract's `contract-emitter`.

use std::{process::ExitCode, time::Duration};

use serde_json::Value;
use socketio::{Data, Emitter, RoomList};
use tests::ClusterOptions;
use tokio::time::timeout;

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Default)]
struct Options {
    cluster: ClusterOptions,
    namespace: Option<String>,
    rooms: Vec<String>,
    except: Vec<String>,
    rest: Vec<String>,
}

impl Options {
    fn parse(mut args: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self::default();
        while let Some(name) = args.next() {
            if !name.starts_with("--") {
                options.rest.push(name);
                continue;
            }
            let value = args
                .next()
                .ok_or_else(|| format!("`{name}` needs a value"))?;
            match name.as_str() {
                "--namespace" => options.namespace = Some(value),
                "--room" => options.rooms.push(value),
                "--except" => options.except.push(value),
                _ if options.cluster.take(&name, &value)? => {}
                _ => return Err(format!("unknown option `{name}`")),
            }
        }
        Ok(options)
    }
}

async fn emit(options: Options) -> Result<(), String> {
    let cluster = options
        .cluster
        .cluster("main")
        .ok_or("`--queue` is missing")?;
    let [event, args] = &options.rest[..] else {
        return Err("an event and its arguments are needed".to_owned());
    };
    let args: Vec<Value> = serde_json::from_str(args)
        .map_err(|error| format!("the arguments are no JSON array: {error}"))?;
    let args: Vec<Data> = args.into_iter().map(Data::from).collect();
    let io = Emitter::connect(cluster).patience(PATIENCE).await;
    let io = io.map_err(|error| error.to_string())?;
    let io = io.of(options.namespace.as_deref().unwrap_or("/"));
    let mut emit = io.emit(event, socketio::Args::from(args));
    if !options.rooms.is_empty() {
        let mut rooms = RoomList::default();
        options.rooms.iter().for_each(|room| rooms.push(room));
        emit = emit.to(rooms);
    }
    emit.except(&options.except)
        .await
        .map_err(|error| error.to_string())?;
    let flushed = timeout(PATIENCE, io.flush()).await;
    flushed.map_err(|_| "the message queue has not taken it".to_owned())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let emitted = match Options::parse(std::env::args().skip(1)) {
        Ok(options) => emit(options).await,
        Err(error) => Err(error),
    };
    match emitted {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("contract-emitter: {error}");
            ExitCode::FAILURE
        }
    }
}
