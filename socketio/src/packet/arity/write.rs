//! What serde says of a value while it is written as the arguments of a packet.

use std::{any::type_name, fmt};

use serde::{Serialize, Serializer, ser};

use super::{EXTENSION, is_list};

/// The name under which arguments that are still encoded tell that they are a list.
pub(in crate::packet) const ARGS: &str = "$socketio::Args";

/// The name under which arguments tell that they are encoded in a format whose writer may copy them.
pub(in crate::packet) const PACKED: &str = "$socketio::Packed";

/// Where the arguments of one packet are written to, in some format.
pub(in crate::packet) trait Sink {
    type Error: ser::Error;
    type Value: Serializer<Ok = (), Error = Self::Error>;

    /// There is no argument.
    fn none(self) -> Result<(), Self::Error>;

    /// The writer of the one argument.
    fn one(self) -> Result<Self::Value, Self::Error>;

    /// The writer of the elements of a tuple.
    fn many(self, count: usize)
    -> Result<<Self::Value as Serializer>::SerializeTuple, Self::Error>;

    /// The writer of arguments that were decoded to a list.
    fn list(
        self,
        count: Option<usize>,
    ) -> Result<<Self::Value as Serializer>::SerializeSeq, Self::Error>;

    /// The writer of arguments that are encoded already, by the name of the format.
    fn encoded(
        self,
        name: &'static str,
    ) -> Result<<Self::Value as Serializer>::SerializeStruct, Self::Error>;

    /// Writes arguments that are encoded in a format which is perhaps not that of this sink. Here it is not: `value` writes
    /// itself as a list.
    fn packed<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Self::Error>
    where
        Self: Sized,
    {
        value.serialize(Arguments {
            sink: self,
            form: Known::Args,
        })
    }
}

/// Writes a value as arguments: finds out how many it is, and hands it on.
#[derive(Debug)]
pub(in crate::packet) struct Arguments<S> {
    sink: S,
    form: Known,
}

/// What is known of the value before serde says anything.
#[derive(Clone, Copy, Debug)]
enum Known {
    /// A value of the type with this name. Whether the name is that of a list is looked up only if serde takes the value
    /// for a tuple or for `()`, which most values are not: searching a long name costs more than encoding a short text.
    Value(&'static str),
    /// Arguments that are still encoded.
    Args,
}

impl Known {
    #[inline(always)]
    fn of<T: ?Sized>() -> Self {
        Self::Value(type_name::<T>())
    }

    /// Whether a tuple, or `()`, is a list of arguments.
    #[inline(always)]
    fn is_list(self) -> bool {
        match self {
            Self::Value(name) => is_list(name),
            Self::Args => true,
        }
    }
}

impl<S: Sink> Arguments<S> {
    /// Writes `args` into `sink`.
    #[inline]
    pub(in crate::packet) fn write<T: Serialize + ?Sized>(
        args: &T,
        sink: S,
    ) -> Result<(), S::Error> {
        args.serialize(Self {
            sink,
            form: Known::of::<T>(),
        })
    }
}

macro_rules! one {
    ($($method:ident($($name:ident: $type:ty),*) -> $ok:ty;)*) => {$(
        #[inline]
        fn $method(self, $($name: $type),*) -> Result<$ok, S::Error> {
            self.sink.one()?.$method($($name),*)
        }
    )*};
}

impl<S: Sink> Serializer for Arguments<S> {
    type Ok = ();
    type Error = S::Error;
    type SerializeSeq = <S::Value as Serializer>::SerializeSeq;
    type SerializeTuple = <S::Value as Serializer>::SerializeTuple;
    type SerializeTupleStruct = <S::Value as Serializer>::SerializeTupleStruct;
    type SerializeTupleVariant = <S::Value as Serializer>::SerializeTupleVariant;
    type SerializeMap = <S::Value as Serializer>::SerializeMap;
    type SerializeStruct = <S::Value as Serializer>::SerializeStruct;
    type SerializeStructVariant = <S::Value as Serializer>::SerializeStructVariant;

    #[inline]
    fn serialize_unit(self) -> Result<(), S::Error> {
        if self.form.is_list() {
            self.sink.none()
        } else {
            self.sink.one()?.serialize_unit()
        }
    }

    #[inline]
    fn serialize_tuple(self, len: usize) -> Result<Self::SerializeTuple, S::Error> {
        if self.form.is_list() {
            self.sink.many(len)
        } else {
            self.sink.one()?.serialize_tuple(len)
        }
    }

    #[inline]
    fn serialize_seq(self, len: Option<usize>) -> Result<Self::SerializeSeq, S::Error> {
        match self.form {
            Known::Value(_) => self.sink.one()?.serialize_seq(len),
            Known::Args => self.sink.list(len),
        }
    }

    #[inline]
    fn serialize_struct(
        self,
        name: &'static str,
        len: usize,
    ) -> Result<Self::SerializeStruct, S::Error> {
        match self.form {
            Known::Value(_) => self.sink.one()?.serialize_struct(name, len),
            Known::Args => self.sink.encoded(name),
        }
    }

    /// A newtype is as many arguments as what it wraps, whose type is known here.
    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), S::Error> {
        if name == PACKED && matches!(self.form, Known::Args) {
            return self.sink.packed(value);
        }
        if name == EXTENSION {
            return self.sink.one()?.serialize_newtype_struct(name, value);
        }
        let form = if name == ARGS {
            Known::Args
        } else {
            Known::of::<T>()
        };
        value.serialize(Self {
            sink: self.sink,
            form,
        })
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), S::Error> {
        self.sink.one()?.serialize_some(value)
    }

    #[inline]
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), S::Error> {
        self.sink
            .one()?
            .serialize_newtype_variant(name, index, variant, value)
    }

    #[inline]
    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<(), S::Error> {
        self.sink.one()?.collect_str(value)
    }

    one! {
        serialize_bool(value: bool) -> ();
        serialize_i8(value: i8) -> ();
        serialize_i16(value: i16) -> ();
        serialize_i32(value: i32) -> ();
        serialize_i64(value: i64) -> ();
        serialize_i128(value: i128) -> ();
        serialize_u8(value: u8) -> ();
        serialize_u16(value: u16) -> ();
        serialize_u32(value: u32) -> ();
        serialize_u64(value: u64) -> ();
        serialize_u128(value: u128) -> ();
        serialize_f32(value: f32) -> ();
        serialize_f64(value: f64) -> ();
        serialize_char(value: char) -> ();
        serialize_str(value: &str) -> ();
        serialize_bytes(value: &[u8]) -> ();
        serialize_none() -> ();
        serialize_unit_struct(name: &'static str) -> ();
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str) -> ();
        serialize_tuple_struct(name: &'static str, len: usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(name: &'static str, index: u32, variant: &'static str, len: usize)
            -> Self::SerializeTupleVariant;
        serialize_map(len: Option<usize>) -> Self::SerializeMap;
        serialize_struct_variant(name: &'static str, index: u32, variant: &'static str, len: usize)
            -> Self::SerializeStructVariant;
    }
}
