//! Verbs do nothing until their futures are polled.

use std::future::IntoFuture;

use super::wire::Wire;
use crate::{
    Io, Sid, Socket, SocketIo, call, close_room, disconnect, emit, join_room, leave_room, on,
    routes, send,
};

/// Makes the future of a verb and drops it.
fn forget<V: IntoFuture>(verb: V) {
    drop(verb.into_future());
}

#[on("free fns")]
async fn free_fns() -> socketio::Result {
    join_room("home").await?;
    forget(emit("lost", ()));
    forget(send("lost"));
    forget(call::<()>("lost", ()));
    forget(emit("lost", ()).acks::<()>());
    forget(emit("lost", ()).callback(|_, _: Result<(), _>| async {}));
    forget(join_room("away"));
    forget(leave_room("home"));
    forget(close_room("home"));
    forget(disconnect());
    Ok(())
}

#[on("socket")]
async fn socket(socket: Socket) -> socketio::Result {
    socket.join("home").await?;
    forget(socket.emit("lost", ()));
    forget(socket.send("lost"));
    forget(socket.call::<()>("lost", ()));
    forget(socket.join("away"));
    forget(socket.leave("home"));
    forget(socket.disconnect());
    Ok(())
}

#[on("io")]
async fn io(io: Io, sid: Sid) -> socketio::Result {
    io.join_room("home").of(sid).await?;
    forget(io.emit("lost", ()));
    forget(io.send("lost"));
    forget(io.call::<()>("lost", ()));
    forget(io.join_room("away").of(sid));
    forget(io.leave_room("home").of(sid));
    forget(io.close_room("home"));
    forget(io.disconnect(sid));
    forget(io.sids());
    Ok(())
}

#[tokio::test]
async fn a_verb_that_is_not_polled_does_nothing() {
    let server = SocketIo::new(routes![free_fns, socket, io]);
    for event in ["free fns", "socket", "io"] {
        let mut ann = Wire::open(&server).await;
        let sid: Sid = ann.enter("/").await.parse().unwrap();

        ann.send(&format!(r#"21["{event}"]"#)).await;

        // The answer is the first that comes: nothing was sent before it.
        assert_eq!(ann.recv().await, "31[]");
        let socket = server.io().socket(sid).unwrap();
        assert!(socket.is_connected(), "{event}");
        assert_eq!(socket.rooms(), [sid.as_str(), "home"], "{event}");
    }
}
