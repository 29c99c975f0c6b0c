//! Args: arguments that nobody has decoded yet, in the format in which they came, checked for syntax only.

use std::borrow::Cow;

#[cfg(feature = "msgpack")]
use super::msgpack::Packed;
use super::{
    args_error::ArgsError,
    arity::{self, Arity},
    attachment::Attachments,
    data::{self, Data},
    encode_error::EncodeError,
    encoded::Encoded,
    json::{self, Writer},
    reader::{Reader, Unread},
};
use bytes::Bytes;
use serde::{
    Serialize, Serializer,
    de::DeserializeOwned,
    ser::{self, SerializeStruct},
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
#[derive(Clone, Debug)]
pub struct Args(Repr);

/// The arguments, in one of the formats that packets have.
#[derive(Clone, Debug)]
enum Repr {
    Json {
        /// An array; empty if there are no arguments.
        json: String,
        attachments: Attachments,
    },
    /// An array.
    #[cfg(feature = "msgpack")]
    Msgpack(Packed),
}

impl Default for Args {
    fn default() -> Self {
        Self::json(String::new(), Attachments::default())
    }
}

impl Args {
    /// Arguments from a value of the program: none of `()`, several of a tuple, one of anything else.
    ///
    /// # Errors
    ///
    /// The value has no form in JSON, such as a map whose keys are lists.
    ///
    /// ```
    /// use socketio::Args;
    ///
    /// let args = Args::new(&("a", 1))?;
    /// assert_eq!(args.to_json(), r#"["a",1]"#);
    /// # Ok::<(), socketio::EncodeError>(())
    /// ```
    pub fn new<T: Serialize + ?Sized>(args: &T) -> Result<Self, EncodeError> {
        Ok(Self::of(&Encoded::Json(json::Encoded::new(args)?)))
    }

    /// The arguments of an answer.
    pub(crate) fn of(encoded: &Encoded) -> Self {
        match encoded {
            Encoded::Json(encoded) => Self::of_json(encoded),
            Encoded::Custom(encoded) => Self::of_json(encoded.args()),
            #[cfg(feature = "msgpack")]
            Encoded::Msgpack(encoded) => {
                let array = Bytes::copy_from_slice(encoded.array());
                Self(Repr::Msgpack(Packed::new(array)))
            }
        }
    }

    fn of_json(encoded: &json::Encoded) -> Self {
        let json = String::from_utf8_lossy(encoded.json()).into_owned();
        Self::json(json, encoded.attachments().into())
    }

    /// The arguments for a handler that is called later.
    pub(crate) fn unread(&self) -> Result<Unread, ArgsError> {
        self.reader().unread()
    }

    fn json(json: String, attachments: Attachments) -> Self {
        Self(Repr::Json { json, attachments })
    }

    /// How many arguments there are. Walks over them.
    #[must_use]
    pub fn len(&self) -> usize {
        let mut reader = self.reader();
        let mut len = 0;
        while let Ok(true) = reader.skip() {
            len += 1;
        }
        len
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.reader().skip().unwrap_or(false)
    }

    /// All arguments as a JSON array, such as `[1,"a"]`. In the place of binary data there is
    /// `{"_placeholder":true,"num":0}`, where the number is its position in [`attachments`](Self::attachments). The text is
    /// borrowed if the arguments came as JSON.
    #[must_use]
    pub fn to_json(&self) -> Cow<'_, str> {
        match &self.0 {
            Repr::Json { json, .. } => Cow::Borrowed(array(json)),
            #[cfg(feature = "msgpack")]
            Repr::Msgpack(packed) => Cow::Owned(written(packed).0),
        }
    }

    /// The binary values, in the order of their numbers in [`to_json`](Self::to_json). They are borrowed if they came
    /// beside JSON.
    #[must_use]
    pub fn attachments(&self) -> Cow<'_, [Bytes]> {
        match &self.0 {
            Repr::Json { attachments, .. } => Cow::Borrowed(attachments),
            #[cfg(feature = "msgpack")]
            Repr::Msgpack(packed) => Cow::Owned(written(packed).1.into_vec()),
        }
    }

    /// Takes a text away that stands behind all other arguments, if `is_it`.
    #[cfg(feature = "testing")]
    pub(crate) fn take_last(&mut self, is_it: impl FnOnce(&str) -> bool) -> Option<String> {
        let len = self.len();
        let last: String = self.get(len.checked_sub(1)?).ok()?;
        if !is_it(&last) {
            return None;
        }
        match &mut self.0 {
            Repr::Json { json, .. } => {
                // The text has no characters that JSON escapes, as far as `is_it` says so.
                let rest = json.strip_suffix(&format!("\"{last}\"]"))?;
                let rest = rest.strip_suffix(',').unwrap_or(rest).len();
                json.truncate(rest);
                json.push(']');
            }
            #[cfg(feature = "msgpack")]
            Repr::Msgpack(packed) => *packed = packed.without_last(),
        }
        Some(last)
    }

    /// Reads one argument, counted from 0. One that does not exist is `None` for an `Option`, and an error for most other
    /// types.
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

    /// Reads all arguments at once: into a tuple with as many elements as there are arguments, or into a list.
    ///
    /// # Errors
    ///
    /// If their number or one of them does not fit.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, ArgsError> {
        let (json, attachments) = match &self.0 {
            Repr::Json { json, attachments } => (array(json), attachments),
            #[cfg(feature = "msgpack")]
            Repr::Msgpack(packed) => return packed.parse(),
        };
        if attachments.is_empty()
            && let Ok(value) = serde_json::from_str(json)
        {
            return Ok(value);
        }
        let data = data::resolve(json, attachments).map_err(|_| ArgsError::malformed(0))?;
        serde_path_to_error::deserialize(data).map_err(|error| {
            let path = format!("args{}", json::path(&error));
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
        match &self.0 {
            Repr::Json { json, attachments } => Reader::array(array(json), attachments),
            #[cfg(feature = "msgpack")]
            Repr::Msgpack(packed) => Reader::Msgpack(packed.reader()),
        }
    }
}

/// The text of arguments as an array.
fn array(json: &str) -> &str {
    if json.is_empty() { "[]" } else { json }
}

impl Reader<'_> {
    /// Takes all that is left, raw.
    pub(crate) fn rest(&mut self) -> Result<Args, ArgsError> {
        match self {
            Self::Json(reader) => Ok(match reader.take_rest()? {
                Some(json) => Args::json(json, reader.attachments().into()),
                None => Args::default(),
            }),
            #[cfg(feature = "msgpack")]
            Self::Msgpack(reader) => Ok(match reader.take_rest()? {
                Some(array) => Args(Repr::Msgpack(Packed::new(array))),
                None => Args::default(),
            }),
        }
    }
}

impl From<Vec<Data>> for Args {
    /// The values are the arguments: for an event that is put together while the program runs.
    fn from(values: Vec<Data>) -> Self {
        let (json, attachments) = written(&values);
        Self::json(json, attachments)
    }
}

/// A list as JSON, with its attachments. One that has no form in JSON is empty: it is nested too deeply.
fn written<T: Serialize>(list: &T) -> (String, Attachments) {
    let (mut json, mut attachments) = (Vec::new(), Attachments::default());
    match list.serialize(&mut Writer::new(&mut json, &mut attachments)) {
        Ok(()) => (String::from_utf8(json).expect("JSON is text"), attachments),
        Err(_) => ("[]".to_owned(), Attachments::default()),
    }
}

impl Serialize for Args {
    /// As an array. On the way out of this library the text is copied as it is; attachments are
    /// numbered anew, since others may stand before them.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The writer of a packet recognises a list of arguments by this name.
        serializer.serialize_newtype_struct(arity::ARGS, &AsArray(self))
    }
}

/// The arguments as an array.
struct AsArray<'a>(&'a Args);

impl Serialize for AsArray<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (json, attachments) = match &self.0.0 {
            Repr::Json { json, attachments } => (array(json), attachments),
            #[cfg(feature = "msgpack")]
            Repr::Msgpack(packed) => return packed.serialize(serializer),
        };
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
