//! Binary data in, packets out.

use std::borrow::Cow;

use rmp::decode::{read_array_len, read_int, read_map_len, read_str_from_slice};
use serde::{
    Deserialize,
    de::{DeserializeOwned, IgnoredAny},
};

use crate::packet::{
    ArgsError,
    incoming::{DecodeError, Kind, Packet},
    json::path,
    name::is_reserved,
    raw::Raw,
};

/// Reads a packet.
pub(in crate::packet) fn decode(bytes: &[u8]) -> Result<Packet<'_>, DecodeError> {
    let mut rest = bytes;
    let (mut kind, mut namespace, mut id, mut data) = (None, "/", None, &[][..]);
    for _ in 0..read_map_len(&mut rest).map_err(|_| DecodeError::Type)? {
        match text(&mut rest)? {
            "type" => kind = read_int::<u8, _>(&mut rest).ok(),
            "nsp" => namespace = text(&mut rest)?,
            "id" => id = Some(read_int(&mut rest).map_err(|_| DecodeError::Id)?),
            "data" => data = value(&mut rest).ok_or(DecodeError::Payload(Kind::Event))?,
            _ => drop(value(&mut rest).ok_or(DecodeError::Type)?),
        }
    }
    let kinds = [
        Kind::Connect,
        Kind::Disconnect,
        Kind::Event,
        Kind::Ack,
        Kind::ConnectError,
    ];
    let kind = kind
        .and_then(|kind| kinds.get(usize::from(kind)).copied())
        .filter(|_| rest.is_empty())
        .ok_or(DecodeError::Type)?;
    let mut name = "";
    if matches!(kind, Kind::Event | Kind::Ack) {
        read_array_len(&mut data).map_err(|_| DecodeError::Payload(kind))?;
        if kind == Kind::Event {
            name = text(&mut data).map_err(|_| DecodeError::Payload(kind))?;
        }
    }
    if is_reserved(name) {
        return Err(DecodeError::ReservedName);
    }
    Ok(Packet {
        kind,
        namespace,
        id,
        name: Cow::Borrowed(name),
        data: Raw::Msgpack(data),
        attachments: &[],
    })
}

fn text<'a>(rest: &mut &'a [u8]) -> Result<&'a str, DecodeError> {
    let (text, behind) = read_str_from_slice(*rest).map_err(|_| DecodeError::Type)?;
    *rest = behind;
    Ok(text)
}

/// Steps over a value.
fn value<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let begin = *rest;
    read::<IgnoredAny>(rest).ok()?;
    Some(&begin[..begin.len() - rest.len()])
}

/// Reads a value, straight into its type.
pub(super) fn read<'a, T: Deserialize<'a>>(
    rest: &mut &[u8],
) -> Result<T, serde_path_to_error::Error<rmp_serde::decode::Error>> {
    let mut deserializer = rmp_serde::Deserializer::new(rest).with_human_readable();
    serde_path_to_error::deserialize(&mut deserializer)
}

/// What is in an array.
pub(in crate::packet) fn elements(mut array: &[u8]) -> &[u8] {
    match read_array_len(&mut array) {
        Ok(_) => array,
        Err(_) => &[],
    }
}

/// Reads an array of arguments at once.
pub(in crate::packet) fn parse<T: DeserializeOwned>(mut array: &[u8]) -> Result<T, ArgsError> {
    read(&mut array).map_err(|error| {
        let path = format!("args{}", path(&error));
        ArgsError::mismatch(None, "", path, &error.inner().to_string())
    })
}
