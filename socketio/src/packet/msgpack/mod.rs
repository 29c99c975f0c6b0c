//! Packets as MessagePack, binary data included: a second format for tests, which shows that nothing above this folder
//! knows the first. The form is that of the official parser.

mod decode;
mod encode;
mod reader;

pub(super) use self::{
    decode::{decode, elements, parse},
    encode::{Encoded, ack_encoded, connect, connect_error, disconnect, event, write_ack},
    reader::{Held, Reader},
};
