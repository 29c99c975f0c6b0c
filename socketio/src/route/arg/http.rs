//! Http: a parameter that an axum extractor makes from the request that opened the session.

use std::{
    any::{Any, type_name},
    fmt,
    ops::{Deref, DerefMut},
    sync::Arc,
};

use axum::{extract::FromRequestParts, response::IntoResponse};
use futures_util::FutureExt as _;

use super::{FromArg, preparation::Preparation, prepare::Prepare, requirement::Requirement};
use crate::route::{Error, HttpRejection, Invocation};

/// The value that an axum extractor `X` makes from the request with which the client opened its session.
///
/// `X` is any [`FromRequestParts`]: headers, the query, cookies, `ConnectInfo`, an `Extension`, a login. The server keeps
/// the request as long as the session lives, so every handler can have such a parameter. The extractor runs anew for each
/// event.
///
/// If the extractor refuses, the handler does not run. A refusal with a status of `4xx` is the client's mistake, and the
/// client gets its text: in `#[on("connect")]` as the reason why it may not join, elsewhere as an error about its
/// arguments. Any other refusal is a failure of the program, whose text stays on the server.
///
/// ```
/// use axum::{extract::Query, http::HeaderMap};
/// use serde::Deserialize;
/// use socketio::{Http, on};
///
/// #[derive(Deserialize)]
/// struct Options {
///     lang: String,
/// }
///
/// #[on("greet")]
/// async fn greet(name: String, Http(Query(options)): Http<Query<Options>>, Http(headers): Http<HeaderMap>) -> String {
///     let agent = headers.get("user-agent").and_then(|agent| agent.to_str().ok());
///     format!("{name} speaks {} with {agent:?}", options.lang)
/// }
/// ```
///
/// Extractors that need the application's state name its type: `Http<X, S>` for an `X` that is
/// `FromRequestParts<S>`. The server gets that state by [`state`](crate::SocketIoBuilder::state).
///
/// ```
/// use axum::{extract::FromRequestParts, http::{StatusCode, request::Parts}};
/// use socketio::{Http, SocketIo, on, routes};
///
/// #[derive(Clone)]
/// struct App {
///     admins: &'static [&'static str],
/// }
///
/// /// A user who may do everything.
/// struct Admin(String);
///
/// impl FromRequestParts<App> for Admin {
///     type Rejection = StatusCode;
///
///     async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, StatusCode> {
///         let name = parts.headers.get("x-user").and_then(|name| name.to_str().ok()).unwrap_or("");
///         if app.admins.contains(&name) { Ok(Self(name.to_owned())) } else { Err(StatusCode::FORBIDDEN) }
///     }
/// }
///
/// #[on("shut down")]
/// async fn shut_down(Http(Admin(name)): Http<Admin, App>) -> String {
///     format!("good night, {name}")
/// }
///
/// let io = SocketIo::builder().routes(routes![shut_down]).state(App { admins: &["ann"] }).build()?;
/// # Ok::<(), socketio::BuildError>(())
/// ```
pub struct Http<X, S = ()>(pub <X as With<S>>::Value);

/// Names `X`, whatever `S` is. It lets the struct `Http<X, S>` have the parameter `S`, which none of its fields uses.
#[doc(hidden)]
pub trait With<S> {
    /// `X`.
    type Value;
}

impl<X, S> With<S> for X {
    type Value = X;
}

impl<X: Clone, S> Clone for Http<X, S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<X: Copy, S> Copy for Http<X, S> {}

impl<X: Default, S> Default for Http<X, S> {
    fn default() -> Self {
        Self(X::default())
    }
}

impl<X: fmt::Debug, S> fmt::Debug for Http<X, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Http").field(&self.0).finish()
    }
}

impl<X, S> Deref for Http<X, S> {
    type Target = X;

    fn deref(&self) -> &X {
        &self.0
    }
}

impl<X, S> DerefMut for Http<X, S> {
    fn deref_mut(&mut self) -> &mut X {
        &mut self.0
    }
}

impl<X, S> FromArg for Http<X, S>
where
    X: FromRequestParts<S> + Send + 'static,
    S: Send + Sync + 'static,
{
    const REQUIRES: Option<Requirement> = Some(Requirement::state::<S>(["Http<_, ", ">"]));
    const PREPARE: Option<Preparation> = Some(Preparation::of::<Self>());

    fn from_arg(invocation: &mut Invocation<'_>) -> Result<Self, Error> {
        if invocation.is_prepared() {
            return invocation.prepared();
        }
        // The `FromArg` of another type takes this value, so no step has prepared it.
        match Self::prepare(invocation).now_or_never() {
            Some(extracted) => extracted,
            None => Err(Error::from(
                "an extractor that waits can only be a parameter of the handler itself: `Http<X>`",
            )),
        }
    }
}

impl<X, S> Prepare for Http<X, S>
where
    X: FromRequestParts<S> + Send + 'static,
    S: Send + Sync + 'static,
{
    async fn prepare(invocation: &mut Invocation<'_>) -> Result<Self, Error> {
        let (state, param) = (state::<S>(invocation)?, invocation.param());
        let response = match X::from_request_parts(invocation.request(), &state).await {
            Ok(extracted) => return Ok(Self(extracted)),
            Err(rejection) => rejection.into_response(),
        };
        Err(HttpRejection::read(response, param).await.into())
    }
}

/// The state of this type that the program gave the server. Extractors without a state have the state `()`, which is
/// always there.
fn state<S: Send + Sync + 'static>(invocation: &Invocation<'_>) -> Result<Arc<S>, Error> {
    if let Some(state) = invocation.socket().io().state() {
        return Ok(state);
    }
    let nothing: Arc<dyn Any + Send + Sync> = Arc::new(());
    nothing
        .downcast()
        .map_err(|_| Error::from(format!("no state of type `{}`", type_name::<S>())))
}
