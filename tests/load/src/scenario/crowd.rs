//! Echoes on an empty server, and again beside thousands of connections that do nothing.

use std::io;

use super::{Bench, Echo};
use crate::crew::{self, Crew};
use crate::figure::Figure;
use crate::wire::Dialect;

/// The neighbours.
pub(crate) const COUNT: usize = 9000;
const ECHO: Echo = Echo {
    bytes: 32,
    window: 1,
    goal: None,
    dialect: Dialect::Json,
};

pub(super) async fn run(bench: &Bench<'_>) -> io::Result<Vec<Figure>> {
    let mut figures = ECHO.run(bench, ", alone").await?;
    let clients = crew::open(bench.server.address, COUNT).await?;
    let mut neighbours = Crew::of_idlers(clients);
    let beside = format!(", {COUNT} idle neighbours");
    figures.extend(neighbours.run_until(ECHO.run(bench, &beside)).await??);
    Ok(figures)
}
