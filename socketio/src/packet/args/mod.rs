//! `Args`: arguments nobody has decoded yet. JSON text and attachments, checked for syntax only.

pub(super) mod arity;
mod error;

use std::iter::FusedIterator;

use bytes::Bytes;
use serde::{
    Serialize, Serializer,
    de::DeserializeOwned,
    ser::{self, SerializeStruct},
};
use serde_json::value::RawValue;

use self::arity::Arity;
pub use self::error::ArgsError;
use super::{
    attachment::Attachments,
    data::{self, Data},
    json::{self, Writer},
    reader::{self, Reader},
};

/// All (remaining) arguments of an event or an answer, as they came.
///
/// As the last parameter of a handler it takes whatever the parameters before it left. It can be
/// read later with [`get`](Self::get) and [`parse`](Self::parse), and be sent on as it is: emitted
/// or returned, its elements are the arguments.
///
/// ```
/// use socketio::Args;
///
/// fn describe(args: &Args) -> String {
///     match args.parse::<(String, u32)>() {
///         Ok((name, age)) => format!("{name} is {age}"),
///         Err(error) => format!("{} arguments: {error}", args.len()),
///     }
/// }
/// assert!(describe(&Args::default()).starts_with("0 arguments"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Args {
    json: String, // an array; empty if there are no arguments
    attachments: Attachments,
}

impl Args {
    /// How many arguments there are. Walks over them.
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// All arguments as a JSON array, such as `[1,"a"]`. Where an attachment belongs stands
    /// `{"_placeholder":true,"num":0}`, the number being its position in
    /// [`attachments`](Self::attachments).
    pub fn as_json(&self) -> &str {
        if self.json.is_empty() {
            return "[]";
        }
        &self.json
    }

    /// The binary values, in the order of their numbers.
    pub fn attachments(&self) -> &[Bytes] {
        &self.attachments
    }

    /// Each argument as JSON.
    pub fn iter(&self) -> impl FusedIterator<Item = &RawValue> {
        let mut reader = self.reader();
        std::iter::from_fn(move || reader.next_raw().ok().flatten()).fuse()
    }

    /// Reads one argument, counted from 0. Beyond the last there is nothing: `None` for an
    /// `Option`, an error for most other types.
    ///
    /// # Errors
    ///
    /// If the argument does not fit the type.
    pub fn get<T: DeserializeOwned>(&self, index: usize) -> Result<T, ArgsError> {
        let mut reader = self.reader();
        for _ in 0..index {
            reader.skip()?;
        }
        reader.next("")
    }

    /// Reads all arguments at once: into a tuple, which must be as long as they are many, or into
    /// a list.
    ///
    /// # Errors
    ///
    /// If their number or one of them does not fit.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, ArgsError> {
        if self.attachments().is_empty()
            && let Ok(value) = serde_json::from_str(self.as_json())
        {
            return Ok(value);
        }
        let data = data::resolve(self.as_json(), self.attachments())
            .map_err(|_| ArgsError::malformed(0))?;
        serde_path_to_error::deserialize(data).map_err(|error| {
            let path = format!("args{}", reader::path(&error));
            ArgsError::mismatch(None, "", path, &error.inner().to_string())
        })
    }

    /// Reads the arguments as one answer: a tuple is all of them, anything else the first.
    pub(crate) fn answer<T: DeserializeOwned>(&self) -> Result<T, ArgsError> {
        match arity::of::<T>() {
            Arity::None => Reader::none().next(""),
            Arity::One => self.get(0),
            Arity::Many => self.parse(),
        }
    }

    /// Whether a `T` is as many arguments as it has elements.
    #[cfg(feature = "testing")]
    pub(crate) fn is_tuple<T: DeserializeOwned>(&self) -> bool {
        arity::of::<T>() == Arity::Many
    }

    fn reader(&self) -> Reader<'_> {
        Reader::array(self.as_json(), self.attachments())
    }
}

impl Reader<'_> {
    /// Takes all that is left, raw.
    pub(crate) fn rest(&mut self) -> Result<Args, ArgsError> {
        let Some(json) = self.take_rest()? else {
            return Ok(Args::default());
        };
        let attachments = self.attachments().into();
        Ok(Args { json, attachments })
    }
}

impl From<Vec<Data>> for Args {
    /// The values are the arguments: for an event that is put together while the program runs.
    fn from(values: Vec<Data>) -> Self {
        let (mut json, mut attachments) = (Vec::new(), Attachments::default());
        values
            .serialize(&mut Writer::new(&mut json, &mut attachments))
            .expect("data always has a form in JSON");
        let json = String::from_utf8(json).expect("JSON is text");
        Self { json, attachments }
    }
}

impl Serialize for Args {
    /// As an array. On the way out of this library the text is copied as it is; attachments are
    /// numbered anew, since others may stand before them.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Under a name by which a packet's writer knows them for a list of arguments.
        serializer.serialize_newtype_struct(arity::ARGS, &List(self))
    }
}

/// The arguments as an array.
struct List<'a>(&'a Args);

impl Serialize for List<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (json, attachments) = (self.0.as_json(), self.0.attachments());
        if attachments.is_empty() {
            let mut raw = serializer.serialize_struct(json::RAW_VALUE, 1)?;
            raw.serialize_field(json::RAW_VALUE, json)?;
            raw.end()
        } else {
            data::resolve(json, attachments)
                .map_err(ser::Error::custom)?
                .serialize(serializer)
        }
    }
}
