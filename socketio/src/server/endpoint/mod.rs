//! What each request on our path gets. Knows HTTP requests and sessions; not the tower services around them.

mod answer;
mod body;
mod refused;
mod response;
mod task;
mod upgrade;

#[cfg(feature = "axum")]
pub(super) use self::upgrade::{UpgradeSlot, plain};
pub(super) use self::{
    answer::Handling,
    body::BodyReader,
    response::polled,
    task::{ConnectionTask, Next},
    upgrade::{Switch, Upgrade},
};
