//! Http: as a parameter, what an axum extractor makes of the request that opened the session.

use std::{
    any::Any,
    ops::{Deref, DerefMut},
};

use axum::{extract::FromRequestParts, response::IntoResponse};
use futures_util::FutureExt as _;
use http::request::Parts;

use super::{
    FromArg,
    later::{Later, Making},
};
use crate::route::{Error, HttpRejection, Invocation};

/// What an axum extractor `X` makes of the request with which the client opened its session.
///
/// `X` is any [`FromRequestParts`]: headers, the query, cookies, `ConnectInfo`, an `Extension`, a login. The request stays
/// for as long as the session lives, so every handler can take it; it is looked at anew for each event.
///
/// If the extractor refuses, the handler does not run. The client gets the text of a refusal that is the client's doing
/// (`4xx`): in `#[on("connect")]` it may not join, elsewhere it is an error about its arguments. Other refusals are the
/// program's failures and are told as such.
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
#[derive(Clone, Copy, Debug, Default)]
pub struct Http<X>(pub X);

impl<X> Deref for Http<X> {
    type Target = X;

    fn deref(&self) -> &X {
        &self.0
    }
}

impl<X> DerefMut for Http<X> {
    fn deref_mut(&mut self) -> &mut X {
        &mut self.0
    }
}

impl<X: FromRequestParts<()> + Send + 'static> FromArg for Http<X> {
    const LATER: Option<Later> = Some(Later(make::<X>));

    fn from_arg(invocation: &mut Invocation<'_>) -> Result<Self, Error> {
        if let Some(made) = invocation.take_made() {
            return match made.downcast() {
                Ok(extracted) => Ok(Self(*extracted)),
                Err(_) => Err(Error::from("parameters were made in another order")),
            };
        }
        // Not a parameter itself, but taken by one that a program has made.
        let mut parts = invocation.socket().request_parts();
        match extract(&mut parts, invocation.param()).now_or_never() {
            Some(extracted) => extracted.map(Self),
            None => Err(Error::from(
                "an extractor that waits can only be a parameter: `Http<X>`",
            )),
        }
    }
}

fn make<'a, X>(parts: &'a mut Parts, param: &'static str) -> Making<'a>
where
    X: FromRequestParts<()> + Send + 'static,
{
    Box::pin(async move {
        let extracted: X = extract(parts, param).await?;
        Ok(Box::new(extracted) as Box<dyn Any + Send>)
    })
}

async fn extract<X: FromRequestParts<()>>(
    parts: &mut Parts,
    param: &'static str,
) -> Result<X, Error> {
    let response = match X::from_request_parts(parts, &()).await {
        Ok(extracted) => return Ok(extracted),
        Err(rejection) => rejection.into_response(),
    };
    Err(HttpRejection::read(response, param).await.into())
}
