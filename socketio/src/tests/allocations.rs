//! What the hot paths allocate, the whole server through, counted exactly: from the bytes on a socket to the bytes on
//! a socket. Connections are plain TCP, and server and clients share one thread, so the counts are the same each time.
//!
//! Each number is the slope between two run lengths. What the beginning of a run costs is not in it: buffers that a
//! thread or a queue keeps.

use std::time::Duration;

use allocation_counter::measure;
use tokio::{net::TcpStream, runtime::Builder};

use super::wire::{Wire, attachment, packet};
use crate::{
    Args, Binary, Recovery, SocketIo, SocketIoBuilder, emit, join_room, leave_room, on, routes,
};

/// Rounds of the shorter run; the longer one has twice as many.
const ROUNDS: u64 = 50;
/// Before anything is counted, buffers get their size.
const WARMUP: u64 = 10;

#[on("typed")]
async fn typed(text: String, number: u32) -> (String, u32) {
    (text, number)
}

#[on("raw")]
async fn raw(args: Args) -> Args {
    args
}

#[on("number")]
async fn number(number: u32) -> u32 {
    number
}

#[on("to self")]
async fn to_self(number: u32) -> socketio::Result {
    emit("to self", number).await?;
    Ok(())
}

#[on("to all")]
async fn to_all(number: u32) -> socketio::Result {
    emit("to all", number).broadcast().await?;
    Ok(())
}

#[on("binary")]
async fn binary(bytes: Binary) -> usize {
    bytes.len()
}

#[on("visit")]
async fn visit() -> socketio::Result {
    join_room("lobby").await?;
    leave_room("lobby").await?;
    Ok(())
}

/// What one more round allocates where `members` are connected: the first sends `sent`, and then `answer` comes to
/// each of them.
fn allocations(members: usize, sent: &[u8], answer: &[u8]) -> u64 {
    counted(server(), members, sent, answer, 0)
}

fn server() -> SocketIoBuilder {
    SocketIo::builder().routes(routes![typed, raw, number, to_self, to_all, binary, visit])
}

/// As [`allocations`] where clients are recovered, and the answer ends in an offset.
fn recorded(members: usize, sent: &[u8], answer: &str) -> u64 {
    // A log that is full during the warm-up does not grow while it is counted.
    let recovery = Recovery::for_up_to(Duration::from_secs(60)).max_messages(8);
    let offset = r#","AAAAAAAA~00"]"#;
    let answer = framed(&answer.replace(']', offset));
    counted(
        server().recovery(recovery),
        members,
        sent,
        &answer,
        offset.len(),
    )
}

/// The last bytes of the answer, as many as `tail`, may be others.
fn counted(
    server: SocketIoBuilder,
    members: usize,
    sent: &[u8],
    answer: &[u8],
    tail: usize,
) -> u64 {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let io = server.build().unwrap();
    let mut clients = runtime.block_on(async {
        // Offsets have two digits from the 33rd on.
        for number in 0..32 {
            io.io().emit("nobody", number).await.unwrap();
        }
        let mut clients = Vec::new();
        for _ in 0..members {
            clients.push(Wire::tcp(&io, "/").await);
        }
        clients
    });
    let mut inbox = vec![0; answer.len()];
    let mut run = |rounds| {
        let counted = measure(|| {
            runtime.block_on(rounds_of(
                rounds,
                &mut clients,
                sent,
                (answer, tail),
                &mut inbox,
            ));
        });
        counted.count_total
    };
    run(WARMUP);
    let (short, long) = (run(ROUNDS), run(2 * ROUNDS));
    assert_eq!((long - short) % ROUNDS, 0, "every round is like the others");
    (long - short) / ROUNDS
}

async fn rounds_of(
    rounds: u64,
    clients: &mut [Wire<TcpStream>],
    sent: &[u8],
    (answer, tail): (&[u8], usize),
    inbox: &mut [u8],
) {
    let known = answer.len() - tail;
    for _ in 0..rounds {
        clients[0].raw(sent).await;
        for client in &mut *clients {
            client.recv_raw(inbox).await;
            assert!(
                inbox[..known] == answer[..known],
                "{}",
                String::from_utf8_lossy(inbox)
            );
        }
    }
}

/// A short packet, as a server frames it.
fn framed(packet: &str) -> Vec<u8> {
    let length = u8::try_from(packet.len() + 1).unwrap();
    assert!(length < 126);
    [&[0x81, length, b'4'], packet.as_bytes()].concat()
}

#[test]
fn an_event_costs_its_future() {
    let counted = allocations(1, &packet(r#"21["number",7]"#), &framed("31[7]"));

    // 1: the future.
    assert_eq!(counted, 1);
}

#[test]
fn events_that_come_together_cost_what_they_cost_alone() {
    let sent = packet(r#"21["number",7]"#).repeat(16);

    let counted = allocations(1, &sent, &framed("31[7]").repeat(16));

    // 16: their futures.
    assert_eq!(counted, 16);
}

#[test]
fn an_echo_of_typed_arguments_costs_its_future_and_what_the_types_hold() {
    let sent = packet(r#"21["typed","some text",7]"#);

    let counted = allocations(1, &sent, &framed(r#"31["some text",7]"#));

    // 1: the `String`. 2: the future.
    assert_eq!(counted, 2);
}

#[test]
fn an_echo_of_raw_arguments_costs_its_future_and_a_copy_of_them() {
    let echo = |args: &str| {
        let sent = packet(&format!(r#"21["raw",{args}]"#));
        allocations(1, &sent, &framed(&format!("31[{args}]")))
    };

    // 1: their text. 2: the future.
    assert_eq!(echo(r#""some text",7"#), 2);
    // 3: where serde_json remembers which brackets are open, if one is inside of another.
    assert_eq!(echo(r#"{"x":[1,2]}"#), 3);
}

#[test]
fn an_emit_to_oneself_costs_its_message() {
    let sent = packet(r#"2["to self",7]"#);

    let counted = allocations(1, &sent, &framed(r#"2["to self",7]"#));

    // 1: the future. 2: the message.
    assert_eq!(counted, 2);
}

#[test]
fn a_broadcast_costs_the_same_however_many_it_reaches() {
    let sent = packet(r#"2["to all",7]"#);
    let broadcast = |members| allocations(members, &sent, &framed(r#"2["to all",7]"#));

    // 1: the future. 2: the message, encoded once. A delivery: nothing.
    assert_eq!(broadcast(2), 2);
    assert_eq!(broadcast(60), 2);
}

#[test]
fn what_is_recorded_for_clients_that_are_away_allocates_nothing_more() {
    let to_self = recorded(1, &packet(r#"2["to self",7]"#), r#"2["to self",7]"#);
    let broadcast = |members| recorded(members, &packet(r#"2["to all",7]"#), r#"2["to all",7]"#);

    // As without.
    assert_eq!(to_self, 2);
    assert_eq!(broadcast(2), 2);
    assert_eq!(broadcast(60), 2);
}

#[test]
fn a_broadcast_to_more_than_one_turn_writes_costs_two_lists_more() {
    let sent = packet(r#"2["to all",7]"#);

    let counted = allocations(200, &sent, &framed(r#"2["to all",7]"#));

    // 1 and 2: as above. 3 to 9: who was given something, a list that grows to 200. 10: who is left for later turns.
    assert_eq!(counted, 10);
}

#[test]
fn a_visit_to_an_empty_room_costs_the_room() {
    let counted = allocations(1, &packet(r#"21["visit"]"#), &framed("31[]"));

    // 1: the future. 2: the room's name. 3: the list of who is in it.
    assert_eq!(counted, 3);
}

#[test]
fn a_binary_event_costs_one_tree_in_which_its_placeholder_is_found() {
    let text = packet(r#"51-1["binary",{"_placeholder":true,"num":0}]"#);
    let sent = [text, attachment(&[1, 2, 3])].concat();

    let counted = allocations(1, &sent, &framed("31[3]"));

    // 1: the packet that waits. 2: its text. 3: the list of attachments. 4: the attachment, copied out of the buffer.
    // 5: what its clones share. 6 to 8, a tree of the argument: two keys, a node. 9: the future.
    assert_eq!(counted, 9);
}
