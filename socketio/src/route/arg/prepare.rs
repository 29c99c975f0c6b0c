//! Prepare: a parameter whose value has to be waited for.

use std::{
    any::{Any, type_name},
    future::Future,
};

use super::{
    FromArg,
    preparation::{Preparation, Preparing},
};
use crate::route::{Error, Invocation};

/// A parameter of a handler whose value has to be waited for: a user from a database, a permit of a semaphore.
///
/// The value is made before the handler is called, and before the arguments of the event are decoded. Parameters of one
/// handler are prepared one after the other. Such a parameter costs a copy of the event's arguments.
///
/// A type implements this trait to make the value, and [`FromArg`] to hand the prepared value to the handler:
///
/// ```
/// use socketio::{FromArg, Invocation, Preparation, Prepare, State, on};
///
/// # struct Accounts;
/// # impl Accounts { async fn owner_of(&self, _: &str) -> Option<String> { None } }
/// /// Who sent the event.
/// struct User {
///     name: String,
/// }
///
/// impl Prepare for User {
///     async fn prepare(invocation: &mut Invocation<'_>) -> socketio::Result<Self> {
///         let accounts = State::<Accounts>::from_arg(invocation)?;
///         let sid = invocation.socket().sid().to_string();
///         match accounts.owner_of(&sid).await {
///             Some(name) => Ok(Self { name }),
///             None => Err("nobody is logged in".into()),
///         }
///     }
/// }
///
/// impl FromArg for User {
///     const PREPARE: Option<Preparation> = Some(Preparation::of::<Self>());
///
///     fn from_arg(invocation: &mut Invocation<'_>) -> socketio::Result<Self> {
///         invocation.prepared()
///     }
/// }
///
/// #[on("say")]
/// async fn say(user: User, text: String) {
///     println!("{}: {text}", user.name);
/// }
/// ```
pub trait Prepare: FromArg + Send + 'static {
    /// Makes the value. The invocation has the context of the event, and no arguments.
    ///
    /// # Errors
    ///
    /// An error keeps the handler from running and goes where the handler's own errors go.
    fn prepare(invocation: &mut Invocation<'_>)
    -> impl Future<Output = Result<Self, Error>> + Send;
}

impl Preparation {
    /// Prepares a `T` by [`Prepare::prepare`].
    #[must_use]
    pub const fn of<T: Prepare>() -> Self {
        Self(prepare::<T>)
    }
}

fn prepare<'a, T: Prepare>(invocation: &'a mut Invocation<'_>) -> Preparing<'a> {
    Box::pin(async move {
        let value = T::prepare(invocation).await?;
        Ok(Box::new(value) as Box<dyn Any + Send>)
    })
}

impl Invocation<'_> {
    /// Takes the value that [`Prepare::prepare`] has made for the current parameter.
    ///
    /// # Errors
    ///
    /// Nothing was prepared, because `T` is not the type of a parameter: the [`FromArg`] of another type asks for it.
    pub fn prepared<T: Prepare>(&mut self) -> Result<T, Error> {
        const {
            assert!(
                T::PREPARE.is_some(),
                "a type that has to be waited for says so in its `FromArg`: \
                 `const PREPARE: Option<Preparation> = Some(Preparation::of::<Self>());`"
            );
        }
        match self.take_prepared().map(<Box<dyn Any + Send>>::downcast) {
            Some(Ok(value)) => Ok(*value),
            _ => Err(Error::from(format!(
                "`{}` has to be waited for, so it can only be a parameter of the handler itself",
                type_name::<T>()
            ))),
        }
    }
}
