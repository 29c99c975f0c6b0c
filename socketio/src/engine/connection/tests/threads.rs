//! Many threads, one client: nothing is forgotten, nothing overtakes.

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pushes_from_many_threads_all_arrive_in_their_order() {
    const SENDERS: usize = 8;
    const EACH: usize = 2000;
    let (mut client, _task, peer) = started(silent()).await;
    let senders = (0..SENDERS).map(|sender| {
        let peer = Arc::clone(&peer);
        tokio::spawn(async move {
            for i in 0..EACH {
                peer.push(message(&format!("{sender} {i}")));
                if i % 7 == 0 {
                    tokio::task::yield_now().await;
                }
            }
        })
    });
    let senders: Vec<_> = senders.collect();

    let mut next = [0; SENDERS];
    for _ in 0..SENDERS * EACH {
        let text = client.text().await;
        let (sender, i) = text[1..].split_once(' ').unwrap();
        let sender: usize = sender.parse().unwrap();
        assert_eq!(i.parse(), Ok(next[sender]));
        next[sender] += 1;
    }
    for sender in senders {
        sender.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn broadcasts_of_many_connections_at_once_all_arrive() {
    const PEERS: usize = 20;
    const SENDERS: usize = 4;
    const EACH: usize = 300;
    let engine = Engine::new(Arc::new(silent()));
    let (mut peers, mut clients) = (Vec::new(), Vec::new());
    for _ in 0..PEERS {
        let (connection, mut client) = open(&engine).await;
        peers.push(Arc::clone(connection.peer()));
        tokio::spawn(serve(connection, Vec::new()));
        client.text().await;
        clients.push(client);
    }
    for sender in 0..SENDERS {
        let (connection, mut client) = open(&engine).await;
        tokio::spawn(serve(connection, peers.clone()));
        client.text().await;
        tokio::spawn(async move {
            for i in 0..EACH {
                client.say(&format!("all {sender} {i}")).await;
            }
            client.ended().await;
        });
    }

    for client in &mut clients {
        let mut next = [0; SENDERS];
        for _ in 0..SENDERS * EACH {
            let text = client.text().await;
            let (sender, i) = text[1..].split_once(' ').unwrap();
            let sender: usize = sender.parse().unwrap();
            assert_eq!(i.parse(), Ok(next[sender]));
            next[sender] += 1;
        }
    }
}
