//! Redis: a bus over PUBLISH and SUBSCRIBE of Redis 6 and later, or Valkey. One connection listens, and one publishes.

use std::{fmt, sync::Arc, time::Duration};

use futures_util::StreamExt as _;
use redis::{AsyncConnectionConfig, Client, aio::MultiplexedConnection};
use tokio::sync::Mutex;

use super::{Bus, BusError, BusFuture, Parcel, Subscription};

/// How long an answer of Redis may take.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) struct Redis {
    client: Client,
    /// What publishes. It is made together with a subscription.
    publisher: Mutex<Option<MultiplexedConnection>>,
}

impl Redis {
    /// # Errors
    ///
    /// The URL is broken; the text says how.
    pub(super) fn new(url: &str) -> Result<Self, String> {
        let client = Client::open(url).map_err(|error| error.to_string())?;
        Ok(Self {
            client,
            publisher: Mutex::new(None),
        })
    }

    async fn connect(&self) -> Result<MultiplexedConnection, BusError> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE));
        let connection = self
            .client
            .get_multiplexed_async_connection_with_config(&config);
        connection
            .await
            .map_err(|error| self.error("connect to", error))
    }

    fn error(&self, what: &str, error: redis::RedisError) -> BusError {
        let addr = self.client.get_connection_info().addr();
        BusError::caused(format!("cannot {what} Redis at {addr}"), error)
    }
}

impl Bus for Redis {
    fn publish<'a>(&'a self, parcels: &'a [Parcel]) -> BusFuture<'a, ()> {
        Box::pin(async move {
            let mut publisher = self.publisher.lock().await;
            let Some(connection) = &mut *publisher else {
                return Err(BusError::new("not connected to Redis"));
            };
            // All of them leave in one write.
            let mut pipe = redis::pipe();
            for Parcel { channel, payload } in parcels {
                pipe.cmd("PUBLISH").arg(&**channel).arg(&**payload).ignore();
            }
            let published = pipe.query_async::<()>(connection).await;
            published.map_err(|error| {
                *publisher = None;
                self.error("publish on", error)
            })
        })
    }

    fn subscribe<'a>(&'a self, channels: &'a [Arc<str>]) -> BusFuture<'a, Subscription> {
        Box::pin(async move {
            let connecting = self.client.get_async_pubsub();
            let mut pubsub = connecting
                .await
                .map_err(|error| self.error("connect to", error))?;
            let (patterns, names): (Vec<&str>, Vec<&str>) = channels
                .iter()
                .map(|channel| &**channel)
                .partition(|channel| channel.ends_with('*'));
            let failed = |error| self.error("subscribe on", error);
            if !names.is_empty() {
                pubsub.subscribe(names).await.map_err(failed)?;
            }
            for pattern in patterns {
                pubsub.psubscribe(pattern).await.map_err(failed)?;
            }
            *self.publisher.lock().await = Some(self.connect().await?);
            let messages = pubsub.into_on_message();
            Ok(Subscription::new(messages.map(|message| {
                let channel = message.get_channel_name();
                Ok(Parcel::new(channel, message.get_payload_bytes().to_vec()))
            })))
        })
    }

    fn listeners<'a>(&'a self, channel: &'a str) -> BusFuture<'a, Option<usize>> {
        Box::pin(async move {
            let mut publisher = self.publisher.lock().await;
            let Some(connection) = &mut *publisher else {
                return Ok(None);
            };
            let mut ask = redis::cmd("PUBSUB");
            ask.arg("NUMSUB").arg(channel);
            let counted = ask.query_async::<(String, usize)>(connection).await;
            let counted = counted.map_err(|error| self.error("ask", error))?;
            Ok(Some(counted.1))
        })
    }
}

impl fmt::Debug for Redis {
    /// Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let addr = self.client.get_connection_info().addr().to_string();
        f.debug_tuple("Redis").field(&addr).finish()
    }
}
