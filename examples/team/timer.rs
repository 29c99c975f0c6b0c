//! The timer: reminds the team of open tasks, and removes sessions that have expired.

use std::time::Duration;

use socketio::{Event as _, Io};
use tokio::time::{Instant, interval_at};

use crate::{app::Team, event::Reminder};

/// Works once in each interval, until the server stops.
pub(crate) async fn run(team: Team, io: Io, every: Duration) {
    let mut ticks = interval_at(Instant::now() + every, every);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = io.stopping() => return,
        }
        if let Err(error) = tick(&team, &io).await {
            tracing::error!(%error, "the timer has failed; it goes on");
        }
    }
}

async fn tick(team: &Team, io: &Io) -> socketio::Result {
    let open = team.board().open().await?;
    if open > 0 {
        Reminder { open }.via(io).await?;
    }
    let expired = team.sessions.sweep().await?;
    tracing::debug!(open, expired, "the timer has worked");
    Ok(())
}
