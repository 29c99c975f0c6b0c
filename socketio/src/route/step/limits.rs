//! KeepLimits: the step that holds an event to the limits of its declarations.

use std::{sync::Arc, time::Duration};

use serde_json::json;
use tokio::time::{Instant, timeout};

use super::{Remaining, Step};
use crate::{
    observe::Limit,
    route::{
        ClientError, Error, HandlerFuture, Invocation,
        limits::{Declared, Paces},
    },
};

/// Refuses an event that is too large or comes too early, and drops a handler that takes too long. It holds no arguments.
pub(in crate::route) struct KeepLimits {
    declared: Arc<[Declared]>,
    /// Whether any of them has a rate.
    counts: bool,
    /// The size that no event may exceed, if any of them has one: the smallest.
    max_size: Option<usize>,
    /// The shortest time that a handler may take.
    timeout: Option<Duration>,
}

impl KeepLimits {
    /// None if there are no limits.
    pub(in crate::route) fn of(declared: &Arc<[Declared]>) -> Option<Self> {
        (!declared.is_empty()).then(|| Self {
            declared: Arc::clone(declared),
            counts: declared.iter().any(|it| it.limits.rate.is_some()),
            max_size: declared.iter().filter_map(|it| it.limits.max_size).min(),
            timeout: declared.iter().filter_map(|it| it.limits.timeout).min(),
        })
    }

    /// # Errors
    ///
    /// The event is too large, or comes too early.
    fn check(&self, invocation: &Invocation<'_>) -> Result<(), Error> {
        if self.counts {
            self.count(invocation)?;
        }
        if let Some(most) = self.max_size
            && invocation.size() > most
        {
            invocation.socket().tell_limit(Limit::EventSize);
            let message = format!("the event is larger than {most} bytes");
            let error = ClientError::new("size", message).data(json!({ "max": most }));
            return Err(error.into());
        }
        Ok(())
    }

    fn count(&self, invocation: &Invocation<'_>) -> Result<(), Error> {
        let now = Instant::now();
        let paces = invocation.socket().session::<Paces>();
        let counted = paces.with(|paces| {
            let mut declared = self.declared.iter();
            declared.try_for_each(|declared| paces.count(declared, now))
        });
        counted.map_err(|wait| {
            invocation.socket().tell_limit(Limit::Rate);
            // In whole milliseconds, and not too few.
            let millis = wait.as_nanos().div_ceil(1_000_000);
            let millis = u64::try_from(millis).unwrap_or(u64::MAX);
            let error = ClientError::new("rate", "too many events");
            error.data(json!({ "retryAfter": millis })).into()
        })
    }
}

impl Step for KeepLimits {
    fn call(
        &self,
        invocation: &mut Invocation<'_>,
        remaining: Remaining,
    ) -> Result<HandlerFuture, Error> {
        self.check(invocation)?;
        let future = remaining.call(invocation)?;
        let Some(within) = self.timeout else {
            return Ok(future);
        };
        let socket = invocation.socket().clone();
        Ok(Box::pin(async move {
            timeout(within, future).await.unwrap_or_else(|_| {
                socket.tell_limit(Limit::HandlerTimeout);
                let error = ClientError::new("timeout", "the handler took too long");
                Err(error.into())
            })
        }))
    }
}
