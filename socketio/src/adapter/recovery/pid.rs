//! Pid: the private id of a client, by which it is recognised when it comes back.

use std::{fmt, str::FromStr};

use serde::{Serialize, Serializer};

use crate::sid::{InvalidSid, Sid};

/// The private id of one client in one namespace. Nobody but the client knows it: whoever has it can come back as that
/// client.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Pid(Sid);

impl Pid {
    /// A new one, from the thread's cryptographic generator.
    pub(crate) fn random() -> Self {
        Self(Sid::random())
    }
}

impl FromStr for Pid {
    type Err = InvalidSid;

    fn from_str(text: &str) -> Result<Self, InvalidSid> {
        text.parse().map(Self)
    }
}

impl Serialize for Pid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl fmt::Debug for Pid {
    /// Without its value, which belongs in no log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pid(..)")
    }
}
