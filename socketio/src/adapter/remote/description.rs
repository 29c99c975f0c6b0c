//! Description: what is told of a member to those who ask who is there.

use serde_json::{Value, value::RawValue};

use crate::{
    adapter::{
        Member,
        cluster::{RemoteHandshake, RemoteSocket, no_data},
    },
    packet::{Codec, Reader},
    query,
};

/// What the program has attached to a client, as JSON, for whoever asks who is there. It is kept among the client's sessions,
/// so it is there again when the client comes back.
#[derive(Debug, Default)]
pub(crate) struct Attached(pub(crate) Option<Box<RawValue>>);

pub(super) fn describe(member: &Member, rooms: Vec<String>, codec: Codec) -> RemoteSocket {
    let profile = member.profile();
    let request = member.peer().handshake();
    let mut handshake = RemoteHandshake {
        address: request
            .addr()
            .map(|addr| addr.ip().to_string())
            .unwrap_or_default(),
        xdomain: request.header("origin").is_some(),
        url: request.parts().uri.to_string(),
        auth: Reader::value(profile.auth(codec), &[])
            .next("auth")
            .unwrap_or(Value::Null),
        ..RemoteHandshake::default()
    };
    for (name, value) in request.headers() {
        let value = String::from_utf8_lossy(value).into_owned();
        let header = handshake.headers.entry(name.to_owned());
        header.or_insert(Value::String(value));
    }
    for pair in request.query().unwrap_or_default().split('&') {
        let (name, value) = query::parameter(pair);
        if !name.is_empty() {
            handshake.query.entry(name).or_insert(Value::String(value));
        }
    }
    let attached = profile
        .peek(|attached: &mut Attached| attached.0.clone())
        .flatten();
    RemoteSocket {
        sid: member.sid(),
        rooms,
        data: attached.unwrap_or_else(no_data),
        handshake,
    }
}
