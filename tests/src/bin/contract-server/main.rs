//! The contract server: several independent Socket.IO servers on one port, with handlers that let clients of
//! any make try everything and see what happened. The suites under `interop` run against it.

mod handlers;
mod instance;
mod namespaces;
mod options;
mod register;
mod web;

use std::time::Duration;

use socketio::{BuildError, Io, SocketIo, SocketIoBuilder};
use tests::ClusterOptions;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

use self::{options::Options, register::Register};

/// How long the sessions of an instance may take to end when the program is told to.
const GRACE: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> socketio::Result {
    let options = Options::parse(std::env::args().skip(1))?;
    let listener = TcpListener::bind((options.host.as_str(), options.port)).await?;
    let port = listener.local_addr()?.port();
    let (main, others) = instances(&options.cluster, port)?;

    let handles = others.iter().map(SocketIo::io);
    let mut app = web::routes(main.io(), handles.collect());
    for instance in &others {
        app = app.merge(instance.router());
    }
    // The main instance hears of the signal by itself, since it is the one that runs the server.
    tokio::spawn(stop(others));
    println!("listening on http://{}", listener.local_addr()?);
    main.serve(app, listener).await?;
    Ok(())
}

/// The instance `main`, and all others.
fn instances(cluster: &ClusterOptions, port: u16) -> Result<(SocketIo, Vec<SocketIo>), BuildError> {
    let register = Register::default();
    let build = |name: &str, instance: SocketIoBuilder| {
        let instance = instance.on_node("whoami", move |_: Io, (): ()| async move { port });
        match cluster.cluster(name) {
            Some(cluster) => instance.cluster(cluster).build(),
            None => instance.build(),
        }
    };
    let main = build("main", instance::main(&register))?;
    let others = [
        build("fast", instance::fast(&register))?,
        build("msgpack", instance::msgpack(&register))?,
        build("recovery", instance::recovery(&register))?,
        build("ws", instance::websocket_only(&register))?,
        build("poll", instance::polling_only(&register))?,
        build("locked", instance::locked(&register))?,
    ];
    Ok((main, others.into()))
}

/// Ends the sessions of these instances once the program is told to end.
async fn stop(instances: Vec<SocketIo>) -> std::io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => {}
        interrupted = tokio::signal::ctrl_c() => interrupted?,
    }
    for instance in instances {
        tokio::spawn(async move { instance.shutdown(GRACE).await });
    }
    Ok(())
}
