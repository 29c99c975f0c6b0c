//! AllowRequest: the rule of the program about which requests may open a session.

use std::{fmt, sync::Arc};

use http::request::Parts;

/// The program's rule for requests that open a session. Without one, all of them may.
#[derive(Clone, Default)]
pub(crate) struct AllowRequest(Option<Arc<Rule>>);

type Rule = dyn Fn(&Parts) -> Result<(), String> + Send + Sync;

impl AllowRequest {
    pub(crate) fn new<E: fmt::Display>(
        allow: impl Fn(&Parts) -> Result<(), E> + Send + Sync + 'static,
    ) -> Self {
        Self(Some(Arc::new(move |request| {
            allow(request).map_err(|refusal| refusal.to_string())
        })))
    }

    /// Applies the rule to a request. The error is the text for the client.
    pub(crate) fn check(&self, request: &Parts) -> Result<(), String> {
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
