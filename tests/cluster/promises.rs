//! What holds on one node holds on many, by the same calls.

use socketio::{Binary, SocketIo, on, routes, testing::TestClient};

use crate::{Queue, join, names_until_end, until};

/// Tests of these promises over each kind of message queue.
macro_rules! over_each_queue {
    ($($promise:ident),* $(,)?) => {
        mod memory {
            $(#[tokio::test(start_paused = true)]
            async fn $promise() {
                super::$promise(&crate::Queue::memory()).await;
            })*
        }

        mod redis {
            $(#[tokio::test]
            async fn $promise() {
                if let Some(queue) = crate::Queue::redis(socketio::Dialect::Native) {
                    super::$promise(&queue).await;
                }
            })*
        }

        mod node_over_redis {
            $(#[tokio::test]
            async fn $promise() {
                if let Some(queue) = crate::Queue::redis(socketio::Dialect::NodeRedis) {
                    super::$promise(&queue).await;
                }
            })*
        }

        mod python_over_redis {
            $(#[tokio::test]
            async fn $promise() {
                if let Some(queue) = crate::Queue::redis(socketio::Dialect::Python) {
                    super::$promise(&queue).await;
                }
            })*
        }

        mod python_over_memory {
            $(#[tokio::test(start_paused = true)]
            async fn $promise() {
                super::$promise(&crate::Queue::python_over_memory()).await;
            })*
        }
    };
}

over_each_queue! {
    an_event_reaches_the_clients_of_all_nodes_once,
    a_local_event_stays_on_its_node,
    rooms_and_exceptions_are_those_of_all_nodes,
    the_caller_of_a_handler_can_be_left_out,
    arguments_arrive_as_they_were_sent,
    namespaces_are_kept_apart,
    events_of_one_sender_keep_their_order,
    clients_of_other_nodes_join_and_leave_rooms,
    a_room_is_closed_on_all_nodes,
    clients_of_other_nodes_are_disconnected,
}

/// A client of each node.
async fn clients(nodes: &[SocketIo; 2]) -> [TestClient; 2] {
    [join(&nodes[0], "/").await, join(&nodes[1], "/").await]
}

async fn an_event_reaches_the_clients_of_all_nodes_once(queue: &Queue) {
    let nodes = queue.two().await;
    let [mut ann, mut bob] = clients(&nodes).await;

    nodes[0].io().emit("news", 7).await.unwrap();

    assert_eq!(ann.expect::<u8>("news").await, 7);
    assert_eq!(bob.expect::<u8>("news").await, 7);
    for client in [&mut ann, &mut bob] {
        assert!(names_until_end(&nodes[0], client).await.is_empty());
    }
}

async fn a_local_event_stays_on_its_node(queue: &Queue) {
    let nodes = queue.two().await;
    let [mut ann, mut bob] = clients(&nodes).await;

    nodes[0].io().emit("news", 7).local().await.unwrap();

    ann.expect::<u8>("news").await;
    assert!(names_until_end(&nodes[0], &mut bob).await.is_empty());
}

async fn rooms_and_exceptions_are_those_of_all_nodes(queue: &Queue) {
    let nodes = queue.two().await;
    let [mut ann, mut bob] = clients(&nodes).await;
    let mut eve = join(&nodes[1], "/").await;
    for (node, client, room) in [(0, &ann, "a"), (1, &bob, "a"), (1, &eve, "b")] {
        let join = nodes[node].io().join_room(room).of(client.sid());
        join.await.unwrap();
    }
    let io = nodes[0].io();

    io.emit("to a", ()).to("a").await.unwrap();
    io.emit("to both", ()).to(["a", "b"]).await.unwrap();
    io.emit("to one", ()).to(bob.sid()).await.unwrap();
    let but_bob = io.emit("not to one", ()).except(bob.sid());
    but_bob.await.unwrap();
    io.emit("to nobody", ()).to("c").await.unwrap();
    io.emit("to an empty list", ()).to([""; 0]).await.unwrap();

    let names = names_until_end(&nodes[0], &mut ann).await;
    assert_eq!(names, ["to a", "to both", "not to one"]);
    let names = names_until_end(&nodes[0], &mut bob).await;
    assert_eq!(names, ["to a", "to both", "to one"]);
    let names = names_until_end(&nodes[0], &mut eve).await;
    assert_eq!(names, ["to both", "not to one"]);
}

#[on("tell others")]
async fn tell_others() -> socketio::Result {
    socketio::emit("told", ())
        .broadcast()
        .include_self(false)
        .await?;
    Ok(())
}

async fn the_caller_of_a_handler_can_be_left_out(queue: &Queue) {
    let node = || queue.node(SocketIo::builder().routes(routes![tell_others]));
    let nodes = [node(), node()];
    queue.settled(&nodes).await;
    let [mut ann, mut bob] = clients(&nodes).await;

    ann.call::<()>("tell others", ()).await.unwrap();

    bob.expect::<()>("told").await;
    assert!(names_until_end(&nodes[1], &mut ann).await.is_empty());
}

async fn arguments_arrive_as_they_were_sent(queue: &Queue) {
    type Sent = (u64, Option<f64>, Vec<String>, Binary, Vec<Binary>);
    let nodes = queue.two().await;
    let [_ann, mut bob] = clients(&nodes).await;
    let bytes = Binary::from(vec![0, 159, 255]);
    let texts = vec!["ü\u{1f600}\"\\\n".to_owned(), String::new()];
    let sent: Sent = (
        1 << 60,
        None,
        texts,
        bytes.clone(),
        vec![bytes, Binary::default()],
    );

    nodes[0].io().emit("all", sent.clone()).await.unwrap();
    nodes[0].io().emit("none", ()).await.unwrap();

    assert_eq!(bob.expect::<Sent>("all").await, sent);
    bob.expect::<()>("none").await;
}

async fn namespaces_are_kept_apart(queue: &Queue) {
    let nodes = queue.two().await;
    let [_ann, mut bob] = clients(&nodes).await;
    let mut chatter = join(&nodes[1], "/chat").await;

    let chat = nodes[0].io().of("/chat");
    chat.emit("line", 1).await.unwrap();

    assert_eq!(chatter.expect::<u8>("line").await, 1);
    assert!(names_until_end(&nodes[0], &mut bob).await.is_empty());
}

async fn events_of_one_sender_keep_their_order(queue: &Queue) {
    const EVENTS: usize = 2000;
    let nodes = queue.two().await;
    let [_ann, mut bob] = clients(&nodes).await;
    let io = nodes[0].io();
    let sid = bob.sid().to_owned();

    for event in 0..EVENTS {
        match event % 3 {
            0 => io.emit("e", event).await.unwrap(),
            1 => io.emit("e", event).to(&sid).await.unwrap(),
            _ => io
                .emit("e", event)
                .except("AAAAAAAAAAAAAAAAAAAA")
                .await
                .unwrap(),
        }
    }

    for event in 0..EVENTS {
        assert_eq!(bob.expect::<usize>("e").await, event);
    }
}

async fn clients_of_other_nodes_join_and_leave_rooms(queue: &Queue) {
    let nodes = queue.two().await;
    let [mut ann, mut bob] = clients(&nodes).await;
    let io = nodes[0].io();

    io.join_room("r").of([ann.sid(), bob.sid()]).await.unwrap();
    io.emit("one", ()).to("r").await.unwrap();
    io.leave_room("r").of(bob.sid()).await.unwrap();
    io.emit("two", ()).to("r").await.unwrap();

    assert_eq!(names_until_end(&nodes[0], &mut ann).await, ["one", "two"]);
    assert_eq!(names_until_end(&nodes[0], &mut bob).await, ["one"]);
}

async fn a_room_is_closed_on_all_nodes(queue: &Queue) {
    let nodes = queue.two().await;
    let [mut ann, mut bob] = clients(&nodes).await;
    let io = nodes[0].io();
    let both = [ann.sid().to_owned(), bob.sid().to_owned()];
    io.join_room(["r", "s"]).of(&both).await.unwrap();

    io.close_room("r").await.unwrap();
    io.emit("closed", ()).to("r").await.unwrap();
    io.emit("open", ()).to("s").await.unwrap();

    assert_eq!(names_until_end(&nodes[0], &mut ann).await, ["open"]);
    assert_eq!(names_until_end(&nodes[0], &mut bob).await, ["open"]);
}

async fn clients_of_other_nodes_are_disconnected(queue: &Queue) {
    let nodes = queue.two().await;
    let [mut ann, mut bob] = clients(&nodes).await;
    let mut eve = join(&nodes[1], "/").await;
    let io = nodes[0].io();

    io.disconnect(bob.sid()).await.unwrap();
    bob.expect_disconnect().await;
    io.disconnect(eve.sid()).close().await.unwrap();
    eve.expect_disconnect().await;

    assert!(names_until_end(&nodes[0], &mut ann).await.is_empty());
    until(|| nodes[1].io().connections() == 1).await;
}
