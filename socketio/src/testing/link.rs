//! Link: one connection of test clients. It keeps what arrives until the test asks for it, answers pings, and calls the
//! listeners. Clients in several namespaces share it.

use std::{ops::Deref, sync::Arc};

use parking_lot::Mutex;
use tokio::{
    io::DuplexStream,
    sync::{Mutex as AsyncMutex, Notify},
    task::AbortHandle,
};

use super::{
    arrivals::Arrivals,
    wire::{Frame, Receiver, Sender},
};
use crate::{
    engine::{Form, Message},
    packet::{Codec, Decoder, Packet},
};

/// A connection. When it is dropped, the server sees a connection that breaks off.
#[derive(Debug)]
pub(super) struct Link {
    shared: Arc<Shared>,
    listener: AbortHandle,
}

/// What the task that reads the connection shares with the clients.
#[derive(Debug)]
pub(super) struct Shared {
    sender: AsyncMutex<Sender>,
    arrivals: Mutex<Arrivals>,
    changed: Notify,
    codec: Codec,
}

impl Link {
    /// Makes a connection over `pipe`, with a task that reads it.
    pub(super) fn open(pipe: DuplexStream, codec: Codec) -> Arc<Self> {
        let (read, write) = tokio::io::split(pipe);
        let shared = Arc::new(Shared {
            sender: AsyncMutex::new(Sender(write)),
            arrivals: Mutex::new(Arrivals::new(codec)),
            codec,
            changed: Notify::new(),
        });
        let listening = tokio::spawn(listen(WakeOnEnd(Arc::clone(&shared)), Receiver(read)));
        let listener = listening.abort_handle();
        Arc::new(Self { shared, listener })
    }
}

impl Deref for Link {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.shared
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

impl Shared {
    /// Calls `look` now and whenever something has arrived, until it finds what it looks for. `None` if the connection ends
    /// before that.
    pub(super) async fn until<R>(
        &self,
        mut look: impl FnMut(&mut Arrivals) -> Option<R>,
    ) -> Option<R> {
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            {
                let mut arrivals = self.arrivals.lock();
                if let Some(found) = look(&mut arrivals) {
                    return Some(found);
                }
                if arrivals.ended {
                    return None;
                }
            }
            changed.await;
        }
    }

    /// The format of the server's packets.
    pub(super) fn codec(&self) -> Codec {
        self.codec
    }

    /// Calls `run` with what has arrived.
    pub(super) fn with<R>(&self, run: impl FnOnce(&mut Arrivals) -> R) -> R {
        run(&mut self.arrivals.lock())
    }

    /// Sends one packet, and waits until the server has read it and has done what it does without waiting. If the connection
    /// has ended, it returns; the caller finds that out when it waits for an answer.
    pub(super) async fn send(&self, message: &Message) {
        if self.write(message).await {
            self.settle().await;
        }
    }

    async fn write(&self, message: &Message) -> bool {
        let mut sender = self.sender.lock().await;
        let mut sent = match message.form() {
            Form::Text => {
                let text = String::from_utf8_lossy(message.packet());
                sender.text(&text).await
            }
            Form::Binary => sender.binary(message.packet()).await,
        };
        for attachment in message.attachments() {
            sent = sent.and(sender.binary(attachment).await);
        }
        sent.is_ok()
    }

    /// Waits until everything that the server has sent until now has arrived. It sends a WebSocket ping for that, whose
    /// answer comes after everything else.
    pub(super) async fn settle(&self) {
        let ping = self.with(Arrivals::next_ping);
        let sent = self.sender.lock().await.ping(&ping.to_be_bytes()).await;
        if sent.is_ok() {
            self.until(|arrivals| (arrivals.last_pong() >= ping).then_some(()))
                .await;
        }
    }

    /// Closes the connection as a client does, and waits for its end.
    pub(super) async fn close(&self) {
        // An error means that it has ended already.
        let _ = self.sender.lock().await.text("1").await;
        self.until(|arrivals| arrivals.ended.then_some(())).await;
    }

    async fn receive(&self, packet: &Packet<'_>) {
        let answer = self.with(|arrivals| arrivals.take(packet));
        if let Some(answer) = answer {
            self.write(&answer).await;
        }
    }
}

/// Wakes all who wait when the task that reads the connection ends, for whatever reason.
struct WakeOnEnd(Arc<Shared>);

impl Drop for WakeOnEnd {
    fn drop(&mut self) {
        self.0.with(Arrivals::end);
        self.0.changed.notify_waiters();
    }
}

/// Reads the connection until it ends.
async fn listen(end: WakeOnEnd, mut receiver: Receiver) {
    let link = &end.0;
    let mut decoder = Decoder::default();
    while let Ok(frame) = receiver.frame().await {
        match frame {
            Frame::Text(text) if text == "2" => {
                if !link.with(|arrivals| arrivals.silent) {
                    // An error means that the connection has ended.
                    let _ = link.sender.lock().await.text("3").await;
                }
            }
            Frame::Text(text) => {
                if let Some(text) = text.strip_prefix('4') {
                    on_text(link, &mut decoder, text).await;
                }
            }
            Frame::Binary(bytes) => on_binary(link, &mut decoder, &bytes).await,
            Frame::Pong(payload) => {
                if let Ok(bytes) = payload.try_into() {
                    link.with(|arrivals| arrivals.pong(u64::from_be_bytes(bytes)));
                }
            }
            Frame::Close => break,
        }
        link.changed.notify_waiters();
    }
    link.sender.lock().await.hang_up().await;
}

async fn on_text(link: &Shared, decoder: &mut Decoder, text: &str) {
    if let Codec::Custom(format) = link.codec {
        if let Ok(packet) = Decoder::custom_text(format, text) {
            link.receive(&packet.packet()).await;
        }
    } else if let Ok(Some(packet)) = decoder.text(link.codec, text, usize::MAX) {
        link.receive(&packet).await;
    }
}

async fn on_binary(link: &Shared, decoder: &mut Decoder, bytes: &[u8]) {
    if let Ok(Some(packet)) = decoder.binary(link.codec, bytes) {
        link.receive(&packet.packet()).await;
    }
}
