//! HttpRejection: the response of an axum extractor that refused.

use std::{error, fmt};

use axum::response::Response;
use http::StatusCode;

/// The most that is read of an extractor's response, in bytes.
const LONGEST_TEXT: usize = 4096;

/// A hint for errors of extractors. Most often such an extractor needs a layer of the application, but the server is in
/// front of that layer, as with `run` and `layer`.
const LAYERS: &str = " (the request passes only those layers that are around the server: `app.merge(io.router()).layer(..)`)";

/// The extractor of an [`Http`](crate::Http) parameter refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRejection {
    status: StatusCode,
    text: String,
    param: &'static str,
}

impl HttpRejection {
    #[cold]
    pub(in crate::route) async fn read(response: Response, param: &'static str) -> Self {
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), LONGEST_TEXT).await;
        let text = body
            .map(|body| String::from_utf8_lossy(&body).into_owned())
            .unwrap_or_default();
        let text = if text.is_empty() {
            status.to_string()
        } else {
            text
        };
        Self {
            status,
            text,
            param,
        }
    }

    /// The status of the extractor's response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The text of the extractor's response.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the client's request is at fault (`4xx`), so that the client may get the text.
    pub(super) fn is_of_client(&self) -> bool {
        self.status.is_client_error()
    }
}

impl fmt::Display for HttpRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.param.is_empty() {
            write!(f, "handshake: {}", self.text)?;
        } else {
            write!(f, "handshake (`{}`): {}", self.param, self.text)?;
        }
        if self.status.is_server_error() {
            f.write_str(LAYERS)?;
        }
        Ok(())
    }
}

impl error::Error for HttpRejection {}
