//! Values in, packets out.

use rmp::encode::{write_array_len, write_map_len, write_str, write_uint};
use rmp_serde::{config::SerializerConfig, encode::Error};
use serde::{Serialize, Serializer, ser::Error as _};

use crate::{
    engine::{Draft, Form, Message},
    packet::{
        EncodeError,
        arity::{Arguments, Sink},
        incoming::Kind,
    },
};

/// Arguments, one behind the other.
#[derive(Debug)]
pub struct Encoded {
    values: Vec<u8>,
    count: usize,
}

impl Encoded {
    pub(in crate::packet) fn new<T: Serialize + ?Sized>(args: &T) -> Result<Self, EncodeError> {
        let mut serializer = rmp_serde::Serializer::new(Vec::new())
            .with_struct_map()
            .with_human_readable();
        let (mut count, mut is_array) = (0, false);
        let sink = Elements {
            serializer: &mut serializer,
            count: &mut count,
            is_array: &mut is_array,
        };
        Arguments::write(args, sink).map_err(EncodeError::custom)?;
        let mut values = serializer.into_inner();
        if is_array {
            values.drain(..header(count).len());
        }
        Ok(Self { values, count })
    }

    pub(in crate::packet) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(in crate::packet) fn len(&self) -> usize {
        self.values.len()
    }
}

/// What stands in front of an array.
pub(super) fn header(count: usize) -> Vec<u8> {
    let mut header = Vec::new();
    let count = u32::try_from(count).expect("tests have few arguments");
    write_array_len(&mut header, count).expect("a vector takes all that is written");
    header
}

struct Elements<'a, C> {
    serializer: &'a mut rmp_serde::Serializer<Vec<u8>, C>,
    count: &'a mut usize,
    is_array: &'a mut bool,
}

impl<'a, C: SerializerConfig> Sink for Elements<'a, C> {
    type Error = Error;
    type Value = &'a mut rmp_serde::Serializer<Vec<u8>, C>;

    fn none(self) -> Result<(), Error> {
        Ok(())
    }

    fn one(self) -> Result<Self::Value, Error> {
        *self.count = 1;
        Ok(self.serializer)
    }

    fn many(self, count: usize) -> Result<<Self::Value as Serializer>::SerializeTuple, Error> {
        (*self.count, *self.is_array) = (count, true);
        self.serializer.serialize_tuple(count)
    }

    fn list(
        self,
        count: Option<usize>,
    ) -> Result<<Self::Value as Serializer>::SerializeSeq, Error> {
        (*self.count, *self.is_array) = (count.unwrap_or_default(), true);
        self.serializer.serialize_seq(count)
    }

    fn encoded(
        self,
        _: &'static str,
    ) -> Result<<Self::Value as Serializer>::SerializeStruct, Error> {
        Err(Error::custom("the arguments are in another format"))
    }
}

pub(in crate::packet) fn event<T: Serialize + ?Sized>(
    namespace: &str,
    id: Option<u64>,
    name: &str,
    args: &T,
) -> Result<Message, EncodeError> {
    let args = Encoded::new(args)?;
    let mut data = header(1 + args.count);
    write_str(&mut data, name).map_err(EncodeError::custom)?;
    data.extend_from_slice(&args.values);
    Ok(message(Kind::Event, namespace, id, &data))
}

pub(in crate::packet) fn ack_encoded(namespace: &str, id: u64, args: &Encoded) -> Message {
    let mut draft = Draft::new(Form::Binary);
    write_ack(draft.buffer(), namespace, id, args);
    draft.finish(Vec::new())
}

pub(in crate::packet) fn write_ack(out: &mut Vec<u8>, namespace: &str, id: u64, args: &Encoded) {
    let data = [&header(args.count)[..], &args.values].concat();
    write(out, Kind::Ack, namespace, Some(id), &data);
}

pub(in crate::packet) fn connect(namespace: &str, payload: &(impl Serialize + ?Sized)) -> Message {
    connection(Kind::Connect, namespace, payload)
}

pub(in crate::packet) fn connect_error(
    namespace: &str,
    payload: &(impl Serialize + ?Sized),
) -> Message {
    connection(Kind::ConnectError, namespace, payload)
}

pub(in crate::packet) fn disconnect(namespace: &str) -> Message {
    message(Kind::Disconnect, namespace, None, &[])
}

fn connection(kind: Kind, namespace: &str, payload: &(impl Serialize + ?Sized)) -> Message {
    let payload = Encoded::new(payload).or_else(|error| Encoded::new(&error.to_string()));
    let payload = payload.expect("a text can be encoded");
    message(kind, namespace, None, &payload.values)
}

fn message(kind: Kind, namespace: &str, id: Option<u64>, data: &[u8]) -> Message {
    let mut draft = Draft::new(Form::Binary);
    write(draft.buffer(), kind, namespace, id, data);
    draft.finish(Vec::new())
}

fn write(out: &mut Vec<u8>, kind: Kind, namespace: &str, id: Option<u64>, data: &[u8]) {
    let members = 2 + u32::from(id.is_some()) + u32::from(!data.is_empty());
    let written = (|| {
        write_map_len(out, members)?;
        write_str(out, "type")?;
        write_uint(out, kind as u64)?;
        write_str(out, "nsp")?;
        write_str(out, namespace)?;
        if let Some(id) = id {
            write_str(out, "id")?;
            write_uint(out, id)?;
        }
        if !data.is_empty() {
            write_str(out, "data")?;
        }
        Ok::<_, rmp::encode::ValueWriteError>(())
    })();
    written.expect("a vector takes all that is written");
    out.extend_from_slice(data);
}
