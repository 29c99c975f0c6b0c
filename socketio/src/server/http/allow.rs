//! AllowRequest: the rule of the program about which requests may open a session, and what others get.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use http::{Response, StatusCode, request::Parts};

/// The program's rule for requests that open a session. Without one, all of them may.
#[derive(Clone, Default)]
pub(crate) struct AllowRequest(Option<Arc<Rule>>);

type Rule = dyn Fn(&Parts) -> Result<(), RequestRefused> + Send + Sync;

impl AllowRequest {
    pub(crate) fn new<E: Into<RequestRefused>>(
        allow: impl Fn(&Parts) -> Result<(), E> + Send + Sync + 'static,
    ) -> Self {
        Self(Some(Arc::new(move |request| {
            allow(request).map_err(Into::into)
        })))
    }

    /// Applies the rule to a request.
    pub(crate) fn check(&self, request: &Parts) -> Result<(), RequestRefused> {
        self.0.as_ref().map_or(Ok(()), |allow| allow(request))
    }
}

impl fmt::Debug for AllowRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() {
            "When(..)"
        } else {
            "Everyone"
        })
    }
}

/// What a request gets that [`allow_request`](crate::SocketIoBuilder::allow_request) does not let open a session.
///
/// Anything that can be displayed becomes one: its text is the `message` of the body that Engine.IO clients know,
/// `{"code":4,"message":..}`, with status `403`.
///
/// ```
/// use http::StatusCode;
/// use socketio::{RequestRefused, SocketIo};
///
/// let io = SocketIo::builder()
///     .allow_request(|request| match request.headers.get("x-key") {
///         Some(key) if key == "secret" => Ok(()),
///         Some(_) => Err(RequestRefused::new("no such key")),
///         None => Err(RequestRefused::new("a key is needed").status(StatusCode::UNAUTHORIZED)),
///     })
///     .build()?;
/// # Ok::<(), socketio::BuildError>(())
/// ```
#[derive(Clone, Debug)]
pub struct RequestRefused {
    message: String,
    status: StatusCode,
    response: Option<Box<Response<Bytes>>>,
}

impl RequestRefused {
    /// A refusal with that message, and status `403`.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            status: StatusCode::FORBIDDEN,
            response: None,
        }
    }

    /// A refusal by a response of one's own, with its status, headers and body. The log has the status.
    pub fn with_response(response: Response<impl Into<Bytes>>) -> Self {
        let status = response.status();
        Self {
            message: status.to_string(),
            status,
            response: Some(Box::new(response.map(Into::into))),
        }
    }

    /// The status of the response. A client would take one of success for an open session: it is sent as `403`, and so is
    /// an informational one.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// What the log says.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// The program's own response, if it gives one, and the status.
    pub(crate) fn into_parts(self) -> (Option<Response<Bytes>>, StatusCode) {
        let refuses = !self.status.is_success() && !self.status.is_informational();
        let status = if refuses {
            self.status
        } else {
            StatusCode::FORBIDDEN
        };
        (self.response.map(|response| *response), status)
    }
}

impl<E: fmt::Display> From<E> for RequestRefused {
    fn from(message: E) -> Self {
        Self::new(message.to_string())
    }
}
