//! What a client cannot do, however much it sends.

use std::{sync::Arc, time::Duration};

use tokio::sync::Semaphore;

use super::wire::Wire;
use crate::{SocketIo, SocketIoBuilder, State, call, emit, on, routes};

#[on("wait")]
async fn wait(gate: State<Arc<Semaphore>>) {
    gate.acquire().await.unwrap().forget();
}

#[on("number")]
async fn number(number: u32, _padding: String) -> u32 {
    number
}

#[on("ask")]
async fn ask() -> socketio::Result<String> {
    let answer: String = call("question", ()).timeout(Duration::from_secs(5)).await?;
    Ok(answer)
}

#[on("free", concurrent)]
async fn free(gate: State<Arc<Semaphore>>) -> socketio::Result {
    emit("begun", ()).await?;
    gate.acquire().await?.forget();
    Ok(())
}

fn gate() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(0))
}

fn builder(gate: &Arc<Semaphore>) -> SocketIoBuilder {
    SocketIo::builder()
        .routes(routes![wait, free, number, ask])
        .state(Arc::clone(gate))
}

/// How many bytes the server takes while a handler runs.
async fn swallowed(wire: &mut Wire, most: u32) -> u32 {
    let padding = "x".repeat(1000);
    for sent in 0..most {
        let packet = format!(r#"2{sent}["number",{sent},"{padding}"]"#);
        // Time stands still but for this: whoever reads would have done so.
        if tokio::time::timeout(Duration::from_secs(1), wire.send(&packet))
            .await
            .is_err()
        {
            return sent;
        }
    }
    most
}

#[tokio::test(start_paused = true)]
async fn events_that_wait_are_bounded_in_number_and_size() {
    for (events, bytes, most) in [(10, 1 << 20, 100), (10_000, 10_000, 100)] {
        let gate = gate();
        let io = builder(&gate)
            .inbound_events(events)
            .inbound_bytes(bytes)
            .build()
            .unwrap();
        let mut wire = Wire::open_with(&io, 4096).await;
        wire.enter("/").await;
        wire.send(r#"2["wait"]"#).await;

        let taken = swallowed(&mut wire, 10_000).await;

        // Beside those that wait, what is read at once: a buffer of 64 KiB.
        assert!(taken < most, "{taken}");
        gate.add_permits(1);
        for answered in 0..taken {
            assert_eq!(wire.recv().await, format!("3{answered}[{answered}]"));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn handlers_of_one_client_that_run_are_bounded_in_number() {
    let gate = gate();
    let io = builder(&gate)
        .inbound_events(3)
        .inbound_bytes(1 << 20)
        .build()
        .unwrap();
    let mut wire = Wire::join(&io, "/").await;
    for _ in 0..9 {
        wire.send(r#"2["free"]"#).await;
    }
    let begun = async |wire: &mut Wire| {
        let next = tokio::time::timeout(Duration::from_secs(1), wire.recv());
        next.await.is_ok_and(|event| event == r#"2["begun"]"#)
    };

    for _ in 0..4 {
        assert!(begun(&mut wire).await);
    }
    assert!(!begun(&mut wire).await);
    gate.add_permits(9);
    for _ in 4..9 {
        assert!(begun(&mut wire).await);
    }
}

#[tokio::test(start_paused = true)]
async fn while_nothing_is_read_the_client_is_not_taken_for_silent() {
    let gate = gate();
    let io = builder(&gate)
        .inbound_events(1)
        .inbound_bytes(1 << 20)
        .build()
        .unwrap();
    let mut wire = Wire::join(&io, "/").await;
    for id in 1..=5 {
        wire.send(&format!(r#"2{id}["wait"]"#)).await;
    }

    tokio::time::sleep(Duration::from_secs(600)).await;

    gate.add_permits(5);
    for id in 1..=5 {
        assert_eq!(wire.recv().await, format!("3{id}[]"));
    }
    wire.idle("/").await;
}

#[tokio::test(start_paused = true)]
async fn an_answer_behind_too_many_events_is_still_found() {
    let io = builder(&gate())
        .inbound_events(2)
        .inbound_bytes(1 << 20)
        .build()
        .unwrap();
    let mut wire = Wire::join(&io, "/").await;

    wire.send(r#"2100["ask"]"#).await;
    for id in 0..50 {
        wire.send(&format!(r#"2{id}["number",{id},""]"#)).await;
    }
    assert_eq!(wire.recv().await, r#"20["question"]"#);
    wire.send(r#"30["answer"]"#).await;

    assert_eq!(wire.recv().await, r#"3100["answer"]"#);
    for id in 0..50 {
        assert_eq!(wire.recv().await, format!("3{id}[{id}]"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_question_that_is_left_open_does_not_let_more_handlers_run() {
    let gate = gate();
    let io = builder(&gate)
        .inbound_events(3)
        .inbound_bytes(1 << 20)
        .build()
        .unwrap();
    let mut wire = Wire::join(&io, "/").await;
    let next = async |wire: &mut Wire| {
        let next = tokio::time::timeout(Duration::from_millis(100), wire.recv());
        next.await.ok()
    };
    let begun = Some(r#"2["begun"]"#.to_owned());

    wire.send(r#"2100["ask"]"#).await;
    assert_eq!(wire.recv().await, r#"20["question"]"#);
    for _ in 0..20 {
        wire.send(r#"2["free"]"#).await;
    }

    // The handler that asks is one of the four.
    for _ in 0..3 {
        assert_eq!(next(&mut wire).await, begun);
    }
    assert_eq!(next(&mut wire).await, None);
    // The answer behind the events is read, and the handler that has finished makes room for one.
    wire.send(r#"30["answer"]"#).await;
    assert_eq!(wire.recv().await, r#"3100["answer"]"#);
    assert_eq!(next(&mut wire).await, begun);
    assert_eq!(next(&mut wire).await, None);
    gate.add_permits(20);
    for _ in 4..20 {
        assert_eq!(next(&mut wire).await, begun);
    }
}

#[tokio::test]
async fn what_is_held_for_one_who_connects_is_bounded() {
    #[on("connect")]
    async fn greedy() -> socketio::Result {
        for _ in 0..100 {
            let _ = emit("big", "x".repeat(1000)).await;
        }
        tokio::task::yield_now().await;
        Ok(())
    }
    let io = SocketIo::builder()
        .routes(routes![greedy])
        .outbound_messages(1000)
        .outbound_bytes(10_000);
    let mut wire = Wire::open(&io.build().unwrap()).await;

    wire.send("0").await;

    assert!(wire.last_packets().await < 15);
}

#[tokio::test(start_paused = true)]
async fn messages_that_are_held_for_one_who_connects_are_counted() {
    #[on("connect")]
    async fn undecided() -> socketio::Result {
        for _ in 0..11 {
            let _ = emit("small", ()).await;
        }
        std::future::pending().await
    }
    let io = SocketIo::builder()
        .routes(routes![undecided])
        .outbound_messages(10);
    let mut wire = Wire::open(&io.build().unwrap()).await;

    wire.send("0").await;

    let ended = tokio::time::timeout(Duration::from_secs(1), wire.ended());
    ended.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_session_that_joins_nothing_ends() {
    let io = builder(&gate())
        .connect_timeout(Duration::from_secs(1))
        .build()
        .unwrap();
    let mut idle = Wire::open(&io).await;
    let mut refused = Wire::open(&io).await;
    refused.send("0/nowhere,").await;
    assert!(refused.recv().await.starts_with("4/nowhere,"));
    let mut joined = Wire::join(&io, "/").await;

    idle.ended().await;
    refused.ended().await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    joined.idle("/").await;
}

#[tokio::test]
async fn namespaces_that_clients_name_are_bounded_in_number_and_length() {
    let io = SocketIo::builder().namespaces(["*"]).build().unwrap();
    let mut wire = Wire::open(&io).await;

    let long = format!("/{}", "x".repeat(255));
    wire.send(&format!("0{long},")).await;
    assert_eq!(
        wire.recv().await,
        format!(r#"4{long},{{"message":"Invalid namespace"}}"#)
    );
    for number in 0..256 {
        wire.enter(&format!("/{number}")).await;
    }
    wire.send("0/more,").await;
    assert_eq!(
        wire.recv().await,
        r#"4/more,{"message":"Too many namespaces"}"#
    );

    wire.send("1/7,").await;
    wire.enter("/more").await;
}

#[tokio::test]
async fn the_bound_of_namespaces_is_an_option() {
    let builder = SocketIo::builder().namespaces(["*"]);
    let io = builder.max_namespaces(2).build().unwrap();
    let mut wire = Wire::join(&io, "/one").await;
    wire.enter("/two").await;

    wire.send("0/three,").await;

    assert_eq!(
        wire.recv().await,
        r#"4/three,{"message":"Too many namespaces"}"#
    );
    wire.idle("/two").await;
}

#[tokio::test]
async fn the_auth_of_one_client_is_bounded_in_all_its_namespaces_together() {
    let builder = SocketIo::builder().namespaces(["*"]);
    let io = builder.max_auth_bytes(100).build().unwrap();
    let mut wire = Wire::open(&io).await;
    let join = |name: &str, size: usize| format!(r#"0{name},{{"a":"{}"}}"#, "x".repeat(size - 8));

    wire.send(&join("/large", 101)).await;
    assert_eq!(wire.recv().await, r#"4/large,{"message":"Auth too large"}"#);
    wire.send(&join("/one", 60)).await;
    assert!(wire.recv().await.starts_with("0/one,"));
    wire.send(&join("/two", 41)).await;
    assert_eq!(wire.recv().await, r#"4/two,{"message":"Auth too large"}"#);
    wire.send("1/one,").await;
    wire.send(&join("/two", 100)).await;
    assert!(wire.recv().await.starts_with("0/two,"));
}

#[tokio::test]
async fn a_packet_with_attachments_ends_a_session_that_has_joined_nothing() {
    let io = builder(&gate()).build().unwrap();
    let mut wire = Wire::open(&io).await;

    wire.send(r#"51-["number",{"_placeholder":true,"num":0}]"#)
        .await;

    // Its attachments are not waited for.
    wire.ended().await;
}
