//! Programs that are started by a test.

use tokio::{
    io::{AsyncBufReadExt as _, BufReader, Lines},
    process::{Child, ChildStdout},
    time::timeout,
};

use crate::PATIENCE;

/// What a program says: its first line, and where the others come.
///
/// # Panics
///
/// If its output is not piped, was taken before, or stays empty.
pub async fn first_line(program: &mut Child) -> (String, Lines<BufReader<ChildStdout>>) {
    let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let line = timeout(PATIENCE, lines.next_line()).await;
    (line.unwrap().unwrap().unwrap(), lines)
}
