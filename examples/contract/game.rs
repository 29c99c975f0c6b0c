//! The game: its rules, the events that players send, and those that they get.

use std::sync::Mutex;

use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use socketio::{ClientError, Error, Event, Session, State, Valid, on, spec::ErrorKinds};

/// Whose piece it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Side {
    #[default]
    Noughts,
    Crosses,
}

/// A square of the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Validate)]
pub(crate) struct Square {
    /// From the top, from 0 on.
    #[garde(range(max = 2))]
    row: u8,
    /// From the left, from 0 on.
    #[garde(range(max = 2))]
    column: u8,
}

/// Somebody has sat down.
#[derive(Debug, Serialize, JsonSchema, Event)]
#[event("joined", namespace = "/game")]
pub(crate) struct Joined {
    name: String,
    side: Side,
}

/// A piece has been placed.
#[derive(Debug, Serialize, JsonSchema, Event)]
#[event("moved", namespace = "/game")]
pub(crate) struct Moved {
    side: Side,
    at: Square,
}

/// The game is over, and the board is empty again.
#[derive(Debug, Serialize, JsonSchema, Event)]
#[event("ended", namespace = "/game")]
pub(crate) struct Ended {
    /// Nobody, if the board is full.
    winner: Option<Side>,
}

/// Why a player may not do something.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Refusal {
    NotSeated,
    NotYourTurn,
    Taken,
}

impl ErrorKinds for Refusal {
    const KINDS: &'static [(&'static str, &'static str)] = &[
        ("not seated", "join the game first"),
        ("not your turn", "wait for the other player"),
        ("taken", "there is a piece on this square"),
    ];
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        let (kind, message) = Refusal::KINDS[refusal as usize];
        ClientError::new(kind, message).into()
    }
}

/// The board, and who moves next.
#[derive(Debug, Default)]
pub(crate) struct Table(Mutex<Board>);

#[derive(Debug, Default)]
struct Board {
    squares: [[Option<Side>; 3]; 3],
    next: Side,
    players: usize,
}

/// The side of a player, once they have joined.
#[derive(Default)]
pub(crate) struct Player(Option<Side>);

/// Sits down at the table, and answers which side the player has.
#[on("join", namespace = "/game")]
pub(crate) async fn join(
    name: String,
    player: Session<Player>,
    table: State<Table>,
) -> socketio::Result<Side> {
    let side = table.sit();
    player.with(|player| player.0 = Some(side));
    Joined { name, side }.emit().broadcast().await?;
    Ok(side)
}

/// Places a piece, and answers whether the game is over.
#[on("place", namespace = "/game")]
pub(crate) async fn place(
    Valid(at): Valid<Square>,
    player: Session<Player>,
    table: State<Table>,
) -> Result<bool, Refusal> {
    let side = player.with(|player| player.0).ok_or(Refusal::NotSeated)?;
    let ended = table.place(side, at)?;
    // What cannot be sent has no client that would miss it.
    let _ = Moved { side, at }.emit().broadcast().await;
    if let Some(winner) = ended {
        let _ = Ended { winner }.emit().broadcast().await;
    }
    Ok(ended.is_some())
}

impl Table {
    fn board(&self) -> std::sync::MutexGuard<'_, Board> {
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn sit(&self) -> Side {
        let mut board = self.board();
        board.players += 1;
        match board.players % 2 {
            1 => Side::Noughts,
            _ => Side::Crosses,
        }
    }

    /// Places a piece. If the game is over, gives its winner, and clears the board.
    fn place(&self, side: Side, at: Square) -> Result<Option<Option<Side>>, Refusal> {
        let mut board = self.board();
        if board.next != side {
            return Err(Refusal::NotYourTurn);
        }
        let square = &mut board.squares[usize::from(at.row)][usize::from(at.column)];
        if square.is_some() {
            return Err(Refusal::Taken);
        }
        *square = Some(side);
        board.next = match side {
            Side::Noughts => Side::Crosses,
            Side::Crosses => Side::Noughts,
        };
        let winner = board.has_won(side).then_some(side);
        let is_full = board.squares.iter().flatten().all(Option::is_some);
        let ended = (winner.is_some() || is_full).then_some(winner);
        if ended.is_some() {
            board.squares = Default::default();
        }
        Ok(ended)
    }
}

impl Board {
    fn has_won(&self, side: Side) -> bool {
        let is = |row: usize, column: usize| self.squares[row][column] == Some(side);
        let lines =
            (0..3).any(|at| (0..3).all(|other| is(at, other)) || (0..3).all(|other| is(other, at)));
        lines || (0..3).all(|at| is(at, at)) || (0..3).all(|at| is(at, 2 - at))
    }
}
