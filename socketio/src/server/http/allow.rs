//! AllowRequest: the program's own say about who may open a session, before there is one.

use std::{fmt, sync::Arc};

use http::request::Parts;

/// Asked about every request that would open a session.
#[derive(Clone, Default)]
pub(crate) struct AllowRequest(Option<Arc<Question>>);

type Question = dyn Fn(&Parts) -> Result<(), String> + Send + Sync;

impl AllowRequest {
    pub(crate) fn new<E: fmt::Display>(
        allow: impl Fn(&Parts) -> Result<(), E> + Send + Sync + 'static,
    ) -> Self {
        Self(Some(Arc::new(move |request| {
            allow(request).map_err(|refusal| refusal.to_string())
        })))
    }

    /// What the client is told, if it may not.
    pub(crate) fn ask(&self, request: &Parts) -> Result<(), String> {
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
