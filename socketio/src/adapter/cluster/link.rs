//! Link: the task between this node and the message queue. It connects, listens, publishes what is queued, and says now and
//! then that this node is there. When the connection is lost, or has gone deaf, it begins anew.

use std::{error::Error as _, pin::pin, sync::Arc, time::Duration};

use futures_util::{
    StreamExt as _,
    future::{Either, select},
};
use tokio::time::{Instant, sleep, timeout};

use super::{hub::Hub, message::Message};
use crate::{
    adapter::bus::{BusError, Subscription},
    observe::Observation,
};

/// How long it may take to connect, or to publish.
const PATIENCE: Duration = Duration::from_secs(10);
/// After a connection was lost, the first attempt to connect comes after about this time, and each further one after twice
/// the time of the one before.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
/// The longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);
/// How often nodes are looked at.
const SWEEP: Duration = Duration::from_secs(1);
/// How long what is queued is held back after the connection was lost, so that the other nodes are back as well.
const SETTLING: Duration = Duration::from_secs(1);

/// Runs until the node has left the cluster or its server is dropped.
pub(super) async fn run(hub: Arc<Hub>) {
    let mut pause = FIRST_PAUSE;
    loop {
        let channels = hub.speaker.channels(&hub.namespaces());
        let error = match timeout(PATIENCE, hub.bus.subscribe(&channels)).await {
            Ok(Ok(subscription)) => {
                pause = FIRST_PAUSE;
                match serve(&hub, subscription).await {
                    Some(error) => error,
                    None => break,
                }
            }
            Ok(Err(error)) => error,
            Err(_) => BusError::new("it does not answer"),
        };
        lost(&hub, &error);
        if is_over(&hub) {
            break;
        }
        // Jitter, so that nodes that have lost the same broker do not come back all at once.
        sleep(pause.mul_f64(rand::random_range(0.5..1.5))).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
    hub.meter.set_connected(false);
    hub.done.send_replace(true);
}

fn is_over(hub: &Hub) -> bool {
    *hub.left.borrow() || hub.receiver().is_none_or(|receiver| receiver.is_gone())
}

fn lost(hub: &Hub, error: &BusError) {
    hub.queue.hold();
    hub.meter.set_error(describe(error));
    // The first attempt is a change as well: nothing was said of the message queue before.
    if hub.meter.set_connected(false) || hub.meter.note_first_failure() {
        let text = describe(error);
        hub.tell_of(|| Observation::QueueLost { error: &text });
    }
}

/// An error with its causes, as text.
fn describe(error: &BusError) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

/// Serves one connection. Why it ended; `None` if nothing is to be done any more.
async fn serve(hub: &Arc<Hub>, subscription: Subscription) -> Option<BusError> {
    hub.nodes.pardon();
    if hub.meter.set_connected(true) {
        hub.tell_of(|| Observation::QueueReached {});
    }
    let listening = pin!(listen(hub, subscription));
    let publishing = pin!(publish(hub));
    let watching = pin!(watch(hub));
    let working = select(listening, publishing);
    let left = async {
        // An error cannot be: the hub has the sender.
        let _ = hub.left.subscribe().wait_for(|left| *left).await;
    };
    match select(select(working, watching), pin!(left)).await {
        Either::Left((ended, _)) => match ended {
            Either::Left((Either::Left((error, _)) | Either::Right((error, _)), _)) => Some(error),
            Either::Right((ended, _)) => ended,
        },
        Either::Right(_) => {
            say_goodbye(hub).await;
            None
        }
    }
}

/// Hears what comes. Messages of this node are passed over before anything is decoded.
async fn listen(hub: &Arc<Hub>, mut subscription: Subscription) -> BusError {
    loop {
        match subscription.next().await {
            Some(Ok(parcel)) if hub.speaker.is_own(&parcel) => hub.echo.hear(&parcel, &hub.meter),
            Some(Ok(parcel)) => hub.hear(&parcel),
            Some(Err(error)) => return error,
            None => return BusError::new("the connection was lost"),
        }
    }
}

/// Publishes what is queued. What was not published stays in the queue.
async fn publish(hub: &Arc<Hub>) -> BusError {
    loop {
        let batch = hub.queue.next().await;
        hub.meter.unpublished.add(batch.expired);
        if batch.parcels.is_empty() {
            continue;
        }
        match timeout(PATIENCE, hub.bus.publish(&batch.parcels)).await {
            Ok(Ok(())) => hub.queue.published(&batch),
            Ok(Err(error)) => return error,
            Err(_) => return BusError::new("it does not take messages"),
        }
    }
}

/// Says that this node is there, lets go what was held back, and looks who is not heard any more. `None` if the server was
/// dropped.
async fn watch(hub: &Arc<Hub>) -> Option<BusError> {
    let begun = Instant::now();
    let known = hub.nodes.alive();
    hub.say_urgent(&Message::Hello);
    let settled = async {
        hub.nodes.heard_since(&known, begun).await;
        if hub.speaker.knows_nodes() {
            let listeners = hub.bus.listeners(&hub.speaker.channels(&[])[0]).await;
            let listeners = listeners.ok().flatten().unwrap_or_default();
            hub.nodes.are_known(listeners.saturating_sub(1)).await;
        }
        hub.count_nodes().await;
    };
    let _ = timeout(SETTLING, settled).await;
    hub.queue.release();
    hub.meter.set_settled();

    let mut beat_at = Instant::now();
    loop {
        let now = Instant::now();
        if now >= beat_at {
            if hub.echo.is_missing() {
                return Some(BusError::new(
                    "what this node publishes does not come back to it",
                ));
            }
            if let Some(heartbeat) = hub.speaker.heartbeat() {
                hub.echo.expect(&heartbeat);
                hub.queue.push_urgent(heartbeat);
            }
            beat_at = now + hub.timings.heartbeat;
        }
        for node in hub.nodes.silent_for(hub.timings.node_timeout) {
            hub.lose(node);
        }
        if is_over(hub) {
            say_goodbye(hub).await;
            return None;
        }
        hub.count_nodes().await;
        sleep(SWEEP.min(hub.timings.heartbeat)).await;
    }
}

/// Publishes what waits, and that this node goes.
async fn say_goodbye(hub: &Arc<Hub>) {
    let mut parcels = Vec::new();
    while let Some(batch) = hub.queue.next_now() {
        parcels.extend_from_slice(&batch.parcels);
        hub.queue.published(&batch);
    }
    parcels.extend(
        hub.speaker
            .say("/", &Message::Goodbye, None)
            .into_iter()
            .flatten(),
    );
    // Nobody can be told if it fails.
    let _ = timeout(PATIENCE, hub.bus.publish(&parcels)).await;
}
