//! What users hold may be sent to other threads and shared between them. Each public type is listed here once.

use crate::{
    Ack, AckError, Acks, Args, ArgsError, Auth, Binary, BuildError, CallError, ClientError,
    ClientJs, ConnectionRefused, Cookie, Data, EmitError, EncodeError, Error, EventName, Http,
    HttpRejection, InvalidSid, Invocation, Io, Listener, Missing, NoContext, Origins, Preparation,
    Reason, RequestRefused, RoomList, Routes, RunError, SameSite, Session, Sid, Socket, SocketIo,
    SocketIoBuilder, SocketIoLayer, SocketIoService, State, Takes, TargetError, TransportKind,
    builder as b, observe, service,
};

const fn send_and_sync<T: Send + Sync>() {}

/// Of types that belong to one task at a time.
const fn send<T: Send>() {}

/// Of errors that a program keeps and that a test compares.
const fn clone_and_compare<T: Clone + PartialEq>() {}

macro_rules! all {
    ($check:ident: $($type:ty),* $(,)?) => { $($check::<$type>();)* };
}

type Callback =
    b::Callback<'static, (), (), fn(Sid, Result<(), AckError>) -> std::future::Ready<()>>;

#[test]
fn public_types_are_send_and_sync() {
    // Servers and handles.
    all!(send_and_sync: SocketIo, SocketIoBuilder, SocketIoLayer, SocketIoService<()>, Io, Socket, Routes);
    // What handlers take.
    all!(send: Invocation<'static>);
    all!(send_and_sync: Preparation);
    all!(send_and_sync: Ack<()>, Args, Auth<()>, Binary, Data, EventName, Http<()>, Reason, Session<()>, Sid, State<()>);
    // Verbs and their futures.
    all!(send_and_sync:
        b::Emit<'static, ()>, b::VerbFuture<b::Emit<'static, ()>>,
        b::Ask<'static, (), ()>, b::VerbFuture<b::Ask<'static, (), ()>>, Acks<()>,
        b::Question<'static, ()>, b::Calling<'static, ()>,
        Callback, b::VerbFuture<Callback>, b::Until<std::future::Ready<()>>,
        b::RoomChange<'static>, b::RoomChange<'static, b::MissingOf>, b::VerbFuture<b::RoomChange<'static>>,
        b::CloseRoom<'static>, b::VerbFuture<b::CloseRoom<'static>>,
        b::Disconnect<'static>, b::VerbFuture<b::Disconnect<'static>>,
        b::Sids<'static>, b::VerbFuture<b::Sids<'static>>,
        b::Named, b::Unnamed, b::Typed, b::MissingAcks<b::Named>, b::OfClients, b::MissingOf,
        RoomList<'static>,
    );
    // Errors.
    all!(send_and_sync:
        AckError, ArgsError, BuildError, CallError, ClientError, ConnectionRefused, EmitError, EncodeError, Error,
        HttpRejection, InvalidSid, NoContext, RequestRefused, RunError, TargetError,
    );
    all!(clone_and_compare:
        AckError, ArgsError, BuildError, CallError, ClientError, ConnectionRefused, EmitError, EncodeError, HttpRejection,
        InvalidSid, NoContext, TargetError,
    );
    // Options and the rest.
    all!(send_and_sync:
        ClientJs, Cookie, Origins, SameSite, Takes, TransportKind, observe::Observation<'static>, observe::Topics,
        observe::Failure, observe::Limit, observe::RefusalKind, service::NotFound, service::ResponseBody<String>,
        Listener, Missing,
    );
    all!(send: service::Running<'static>);
    all!(send: service::ResponseFuture<String, std::future::Ready<()>>);
}

#[cfg(feature = "testing")]
#[test]
fn what_tests_hold_is_send_and_sync() {
    use crate::testing::{AnswerError, Connect, Received, Refused, TestApp, TestClient};

    all!(send_and_sync: AnswerError, Connect, Received, Refused, TestApp, TestClient);
    all!(clone_and_compare: AnswerError, Refused);
}

#[cfg(feature = "tls")]
#[test]
fn a_tls_configuration_is_send_and_sync() {
    all!(send_and_sync: crate::Tls);
}
