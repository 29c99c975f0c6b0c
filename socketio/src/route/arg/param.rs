//! Param: a value from the name of the namespace, for handlers whose namespace is a pattern.

use std::{
    ops::{Deref, DerefMut},
    str::FromStr,
};

use super::{FromArg, Takes};
use crate::{
    pattern::parse_value,
    route::{Error, Invocation},
};

/// A value from the name of the namespace: what stands there in place of `{id}`, for a handler's parameter `id`.
///
/// `T` is any type that implements [`FromStr`]: a number, a `String`, a type of your own. A name with a value that is no
/// `T` does not match the pattern, and then it is as if the pattern were not there.
///
/// ```
/// use socketio::{Param, emit, on};
///
/// #[on("connect", namespace = "/room-{id}")]
/// async fn enter(id: Param<u32>) -> bool {
///     *id < 100
/// }
///
/// #[on("say", namespace = "/room-{id}")]
/// async fn say(Param(id): Param<u32>, text: String) -> socketio::Result {
///     println!("{text} in room {id}");
///     emit("said", text).broadcast().await?; // to all in this room
///     Ok(())
/// }
/// ```
///
/// An integer has one spelling, the one without `+` and without zeros in front: `/room-7` matches and `/room-07` does not.
/// These are two names, so they would be two namespaces of one id. A type of your own should accept one spelling, too.
///
/// The type reads the value anew for each event, so reading should be cheap.
///
/// A closure has no names for its parameters: its first `Param` is the first parameter of the pattern, the second is the
/// second. Code that is not a handler's parameter asks the [`Socket`](crate::Socket::param).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Param<T>(pub T);

impl<T: FromStr + 'static> FromArg for Param<T> {
    const TAKES: Takes = Takes::Param;
    const FITS: Option<fn(&str) -> bool> = Some(|text| parse_value::<T>(text).is_some());

    fn from_arg(invocation: &mut Invocation<'_>) -> Result<Self, Error> {
        let param = invocation.param();
        match invocation.namespace_param().and_then(parse_value) {
            Some(value) => Ok(Self(value)),
            None => Err(Error::from(format!(
                "`{param}` is not in the name of the namespace `{}`",
                invocation.socket().namespace()
            ))),
        }
    }
}

impl<T> Deref for Param<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Param<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}
