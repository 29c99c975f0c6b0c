//! `Sid`: the identifier of a socket or of an engine connection, 20 URL-safe characters.
//! Whether anybody answers to it is not its business.

use std::{error, fmt, str::FromStr};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

const LENGTH: usize = 20;
const RANDOM: usize = 15; // 120 bits; a multiple of three needs no base64 padding

/// The identifier of one client in one namespace: 20 URL-safe characters which nobody can guess.
///
/// Every socket is a member of the room that bears its `Sid`, so a sid is also a target:
/// `emit("event", &data).to(sid)`.
///
/// A sid that came from elsewhere is read with [`str::parse`]. There is deliberately no
/// `Deserialize`: as a parameter of a handler `Sid` is the caller's own, never something the
/// client claims to be. In the data of an event the id of another client is a `String`, which
/// [`to`](crate::builder::Emit::to) takes as it is.
///
/// ```
/// use socketio::Sid;
///
/// let sid: Sid = "lv_VI97HAXpY6yYWAAAB".parse()?;
/// assert_eq!(sid.as_str(), "lv_VI97HAXpY6yYWAAAB");
/// assert!("too short".parse::<Sid>().is_err());
/// # Ok::<(), socketio::InvalidSid>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sid([u8; LENGTH]);

impl Sid {
    /// The sid of a client that is not known: in [`Acks`](crate::Acks), of an answer that a node of another server brought
    /// without saying whose it is. No client has it.
    pub const UNKNOWN: Self = Self([b'-'; LENGTH]);

    /// A new one, from the thread's cryptographic generator.
    pub(crate) fn random() -> Self {
        // Filled as a whole: an array of random bytes would take four bytes of the generator for each.
        let mut random = [0; RANDOM];
        rand::fill(&mut random);
        let mut text = [0; LENGTH];
        URL_SAFE_NO_PAD
            .encode_slice(random, &mut text)
            .expect("15 bytes are 20 base64 characters");
        Self(text)
    }

    /// The 20 characters.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).expect("a sid is made of ASCII characters only")
    }
}

impl FromStr for Sid {
    type Err = InvalidSid;

    fn from_str(text: &str) -> Result<Self, InvalidSid> {
        let bytes: [u8; LENGTH] = text.as_bytes().try_into().map_err(|_| InvalidSid(()))?;
        let url_safe = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if bytes.iter().all(url_safe) {
            Ok(Self(bytes))
        } else {
            Err(InvalidSid(()))
        }
    }
}

impl AsRef<str> for Sid {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq<str> for Sid {
    fn eq(&self, other: &str) -> bool {
        self.0 == other.as_bytes()
    }
}

impl PartialEq<&str> for Sid {
    fn eq(&self, other: &&str) -> bool {
        self.0 == other.as_bytes()
    }
}

impl fmt::Display for Sid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Sid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sid({})", self.as_str())
    }
}

/// Never there: it is written down for what the compiler then says.
#[doc(hidden)]
impl<'de> Deserialize<'de> for Sid
where
    claimed::SidOfSomebody: claimed::ReadFromAClient<'de>,
{
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(de::Error::custom(
            "a `Sid` is not read from what a client sends",
        ))
    }
}

mod claimed {
    /// What a client could claim to be.
    #[derive(Debug)]
    pub struct SidOfSomebody;

    /// Nothing implements it.
    #[diagnostic::on_unimplemented(
        message = "a `Sid` cannot be read from what a client sends",
        label = "a client's id travels as a `String`",
        note = "write `String` here: `.to(..)` takes it as it is, and `text.parse::<Sid>()` checks its form",
        note = "the client that sent the event is the parameter `sid: Sid` of the handler itself"
    )]
    pub trait ReadFromAClient<'de> {}
}

impl Serialize for Sid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// The text is not a [`Sid`]: it has to be exactly 20 characters of `A-Z a-z 0-9 - _`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidSid(());

impl fmt::Display for InvalidSid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sid is exactly 20 characters of `A-Z a-z 0-9 - _`")
    }
}

impl error::Error for InvalidSid {}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn random_sids_differ_and_survive_their_text_form() {
        let sids: HashSet<Sid> = (0..1000).map(|_| Sid::random()).collect();

        assert_eq!(sids.len(), 1000);
        for sid in sids {
            assert_eq!(sid.to_string().parse(), Ok(sid));
        }
    }

    #[test]
    fn only_twenty_url_safe_characters_are_a_sid() {
        for text in [
            "",
            "short",
            "012345678901234567890",
            "01234567890123456+/9",
            "0123456789012345678é",
        ] {
            assert_eq!(text.parse::<Sid>(), Err(InvalidSid(())), "{text}");
        }
        assert!("-_34567890abcdefghYZ".parse::<Sid>().is_ok());
    }

    #[test]
    fn sid_is_a_json_string() {
        let sid: Sid = "lv_VI97HAXpY6yYWAAAB".parse().unwrap();

        assert_eq!(
            serde_json::to_string(&sid).unwrap(),
            r#""lv_VI97HAXpY6yYWAAAB""#
        );
        assert_eq!(sid, "lv_VI97HAXpY6yYWAAAB");
    }
}
