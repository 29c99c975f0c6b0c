//! Description: what a macro records of a handler for the contract: its doc comment, and the types of its parameters and
//! of its return value as far as they have a schema. A type without one is recorded by its name alone.

use std::{any::type_name, fmt, marker::PhantomData};

use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::{
    packet::is_list,
    route::{Ack, Auth, Param},
};

/// A fn that makes the schema of a type.
type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// What clients see of a handler.
#[derive(Clone, Debug)]
pub struct Description {
    /// The doc comment of the fn.
    pub docs: &'static str,
    /// The types of all parameters, by position, and whether each is an `Option`.
    pub params: Vec<(Typed, bool)>,
    /// What the handler answers.
    pub answer: Typed,
    /// The errors that clients see, by kind, with their messages.
    pub errors: &'static [(&'static str, &'static str)],
}

/// A type, and what makes its schema, if it has one.
#[derive(Clone, Copy)]
pub struct Typed {
    name: fn() -> &'static str,
    schema: Option<SchemaOf>,
}

impl Typed {
    /// A type with a schema.
    pub(crate) fn of<T: JsonSchema>() -> Self {
        Self {
            name: type_name::<T>,
            schema: Some(|generator| generator.subschema_for::<T>()),
        }
    }

    /// The type's path.
    pub(crate) fn name(self) -> &'static str {
        (self.name)()
    }

    pub(crate) fn schema(self) -> Option<fn(&mut SchemaGenerator) -> Schema> {
        self.schema
    }

    /// Whether it is a tuple or `()`, and so a list of arguments and not one argument.
    pub(crate) fn is_list(self) -> bool {
        is_list(self.name())
    }
}

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A type with a description: one with a schema, or a parameter of this crate that wraps one.
pub trait Describe {
    /// The type whose schema counts.
    type Of: JsonSchema;
}

impl<T: JsonSchema> Describe for T {
    type Of = T;
}

impl<T: JsonSchema> Describe for Ack<T> {
    type Of = T;
}

impl<T: JsonSchema> Describe for Auth<T> {
    type Of = T;
}

impl<T: JsonSchema> Describe for Param<T> {
    type Of = T;
}

#[cfg(feature = "garde")]
impl<T: JsonSchema> Describe for crate::route::Valid<T> {
    type Of = T;
}

/// The errors of a type that clients see, for the contract.
///
/// A handler's error reaches the client as the kind and the message of a [`ClientError`](crate::ClientError). This trait
/// says of the handler's error type which kinds there are, each with a message as an example.
///
/// ```
/// use socketio::{ClientError, Error, on, spec::ErrorKinds};
///
/// enum Refusal {
///     NotMember,
///     TooLate,
/// }
///
/// impl ErrorKinds for Refusal {
///     const KINDS: &'static [(&'static str, &'static str)] =
///         &[("not a member", "only members may say something"), ("too late", "the room is closed")];
/// }
///
/// impl From<Refusal> for Error {
///     fn from(refusal: Refusal) -> Self {
///         let (kind, message) = match refusal {
///             Refusal::NotMember => Refusal::KINDS[0],
///             Refusal::TooLate => Refusal::KINDS[1],
///         };
///         ClientError::new(kind, message).into()
///     }
/// }
///
/// #[on("say")]
/// async fn say(text: String) -> Result<(), Refusal> {
///     if text.is_empty() { Err(Refusal::TooLate) } else { Ok(()) }
/// }
/// ```
pub trait ErrorKinds {
    /// The kinds, each with a message.
    const KINDS: &'static [(&'static str, &'static str)];
}

/// Finds out what `T` is: Rust prefers an inherent method, which only types with the bound have here, to one of a trait,
/// which all types have.
#[derive(Debug)]
pub struct Probe<T>(PhantomData<fn() -> T>);

impl<T> Probe<T> {
    /// Asks about this type. It is no `Default`, since an expansion may be where that trait is not in scope.
    #[allow(clippy::new_without_default, reason = "it is for expansions alone")]
    #[must_use]
    pub fn new() -> Self {
        Self(PhantomData)
    }
}

/// The return type that has no name, as `impl Serialize`.
#[derive(Debug)]
pub enum Unnamed {}

/// The error type of a handler that does not fail.
#[derive(Debug)]
pub enum NoError {}

impl<T: Describe> Probe<T> {
    /// The type with its schema.
    #[must_use]
    pub fn typed(&self) -> Typed {
        Typed {
            name: type_name::<T::Of>,
            ..Typed::of::<T::Of>()
        }
    }
}

impl<T, E> Probe<Result<T, E>> {
    /// What the answer is, and what the error.
    #[must_use]
    pub fn returned(&self) -> (Probe<T>, Probe<E>) {
        (Probe::new(), Probe::new())
    }
}

impl<T: ErrorKinds> Probe<T> {
    /// The errors that clients see.
    #[must_use]
    pub fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        T::KINDS
    }
}

/// What holds for all other types.
pub trait Otherwise<T> {
    /// The type without a schema.
    fn typed(&self) -> Typed;

    /// The answer is the return value, and there is no error.
    fn returned(&self) -> (Probe<T>, Probe<NoError>);

    /// No errors are known.
    fn kinds(&self) -> &'static [(&'static str, &'static str)];
}

impl<T> Otherwise<T> for Probe<T> {
    fn typed(&self) -> Typed {
        Typed {
            name: type_name::<T>,
            schema: None,
        }
    }

    fn returned(&self) -> (Probe<T>, Probe<NoError>) {
        (Probe::new(), Probe::new())
    }

    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }
}

/// A route with its description. Expansions use it.
#[doc(hidden)]
#[macro_export]
macro_rules! __described {
    ($route:expr, $docs:expr, [$($param:ty),*], $output:ty) => {
        $route.described(|| {
            use $crate::__private::contract::*;
            let (answer, error) = Probe::<$output>::new().returned();
            Description {
                docs: $docs,
                params: ::std::vec![
                    $((Probe::<$param>::new().typed(), $crate::__private::Optional::<$param>::YES)),*
                ],
                answer: answer.typed(),
                errors: error.kinds(),
            }
        })
    };
}

pub use __described as described;
