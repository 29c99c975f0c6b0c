//! Packets in formats that the program brings along: one of text, and one of bytes.

use bytes::Bytes;
use serde_json::{Value, json};
use socketio::{
    Answer, Args, Binary, ConnectionRefused, Data, EventName, Next, PacketFormat, SocketIo, call,
    emit,
    format::{CustomFormat, Format, FormatError, Message, Packet, PacketType},
    on, routes,
};

use tests::{Node, RawClient};

use crate::join;

const TYPES: [PacketType; 5] = [
    PacketType::Connect,
    PacketType::Disconnect,
    PacketType::Event,
    PacketType::Ack,
    PacketType::ConnectError,
];

/// What is common to both: four lines, the last of which is JSON. Binary data stands in it as `{"bytes":[1,2]}`.
fn write(packet: &Packet) -> Result<String, FormatError> {
    let kind = TYPES.iter().position(|kind| *kind == packet.kind).unwrap();
    let id = packet.id.map(|id| id.to_string()).unwrap_or_default();
    let data = packet.data.as_ref().map(plain);
    if data
        .as_ref()
        .is_some_and(|data| data.to_string().contains("unspeakable"))
    {
        return Err(FormatError::new("there is no word for this"));
    }
    let data = data.map(|data| data.to_string()).unwrap_or_default();
    Ok(format!("{kind}\n{}\n{id}\n{data}", packet.namespace))
}

fn read(text: &str) -> Result<Packet, FormatError> {
    let mut lines = text.splitn(4, '\n');
    let mut line = || lines.next().ok_or(FormatError::new("too short"));
    let (kind, namespace, id, data) = (line()?, line()?, line()?, line()?);
    let kind = kind.parse().ok().and_then(|kind: usize| TYPES.get(kind));
    let data = match data {
        "" => None,
        json => Some(serde_json::from_str(json).map_err(|_| FormatError::new("no JSON"))?),
    };
    assert_ne!(namespace, "/panic", "a format may be wrong");
    Ok(Packet {
        kind: *kind.ok_or(FormatError::new("no type"))?,
        namespace: namespace.to_owned(),
        id: id.parse().ok(),
        data: data.as_ref().map(rich),
    })
}

fn plain(data: &Data) -> Value {
    match data {
        Data::Binary(bytes) => json!({ "bytes": bytes.to_vec() }),
        Data::Array(list) => list.iter().map(plain).collect(),
        Data::Object(map) => map
            .iter()
            .map(|(key, value)| (key.clone(), plain(value)))
            .collect(),
        other => serde_json::to_value(other).unwrap(),
    }
}

fn rich(value: &Value) -> Data {
    match value {
        Value::Array(list) => Data::Array(list.iter().map(rich).collect()),
        Value::Object(map) if map.contains_key("bytes") => {
            let bytes: Vec<u8> = serde_json::from_value(map["bytes"].clone()).unwrap();
            Data::Binary(Binary::from(bytes))
        }
        Value::Object(map) => Data::Object(
            map.iter()
                .map(|(key, value)| (key.clone(), rich(value)))
                .collect(),
        ),
        other => Data::from(other.clone()),
    }
}

struct Lines;

impl Format for Lines {
    fn encode(&self, packet: &Packet) -> Result<Message, FormatError> {
        write(packet).map(Message::Text)
    }

    fn decode(&self, message: Message) -> Result<Packet, FormatError> {
        match message {
            Message::Text(text) => read(&text),
            Message::Binary(_) => Err(FormatError::new("not a text")),
        }
    }
}

/// The lines with all bits turned over.
struct Inverted;

impl Format for Inverted {
    fn encode(&self, packet: &Packet) -> Result<Message, FormatError> {
        let bytes: Vec<u8> = write(packet)?.bytes().map(|byte| !byte).collect();
        Ok(Message::Binary(bytes.into()))
    }

    fn decode(&self, message: Message) -> Result<Packet, FormatError> {
        let Message::Binary(bytes) = message else {
            return Err(FormatError::new("not binary"));
        };
        let bytes: Vec<u8> = bytes.iter().map(|byte| !byte).collect();
        read(&String::from_utf8(bytes).map_err(|_| FormatError::new("no text"))?)
    }
}

static LINES: CustomFormat = CustomFormat::new(&Lines);
static INVERTED: CustomFormat = CustomFormat::new(&Inverted);

#[on("connect", namespace = "/locked")]
async fn locked(auth: Option<Value>) -> Result<(), ConnectionRefused> {
    match auth {
        Some(auth) if auth["key"] == 7 => Ok(()),
        _ => Err(ConnectionRefused::new("locked").data(json!({ "key": false }))),
    }
}

#[on("put")]
async fn put(name: String, bytes: Bytes, rest: Args) -> (String, Binary, usize) {
    (
        name.to_uppercase(),
        Binary::from(bytes.to_vec()),
        rest.len(),
    )
}

#[on("ask")]
async fn ask(question: Data) -> socketio::Result<(Data, u8)> {
    let (answer, number): (Data, u8) = call("question", (question, 1)).await?;
    emit("asked", (&answer, number)).await?;
    Ok((answer, number))
}

#[on("*")]
async fn any(event: EventName, args: Args) -> (EventName, Args) {
    (event, args)
}

#[on("word")]
async fn word() -> socketio::Result<String> {
    let error = emit("word", "unspeakable").await.unwrap_err();
    Ok(error.to_string())
}

#[on("wordless")]
async fn wordless() -> &'static str {
    "unspeakable"
}

async fn passing(next: Next) -> socketio::Result<Answer> {
    let answer = next.run().await?;
    assert!(answer.args().is_none_or(|args| !args.is_empty()));
    Ok(answer)
}

fn servers() -> [SocketIo; 2] {
    [&LINES, &INVERTED].map(|format| {
        SocketIo::builder()
            .packet_format(PacketFormat::Custom(format))
            .routes(routes![locked, put, ask, any, word, wordless])
            .middleware(passing)
            .build()
            .unwrap()
    })
}

#[tokio::test]
async fn events_and_answers_go_both_ways_with_their_bytes() {
    for io in servers() {
        let mut ann = join(&io, "/").await;

        let bytes = Binary::from(vec![0, 255]);
        let put: (String, Binary, usize) = ann
            .call("put", ("ü\n\"", &bytes, 1, json!({ "a": null })))
            .await
            .unwrap();
        assert_eq!(put, ("Ü\n\"".to_owned(), bytes.clone(), 2));

        ann.on("question", |(question, number): (Data, u8)| {
            (question, number + 1)
        });
        let asked: (Data, u8) = ann.call("ask", json!({ "deep": [[{}]] })).await.unwrap();
        assert_eq!(asked, (Data::from(json!({ "deep": [[{}]] })), 2));
        assert_eq!(ann.received().await.last().unwrap().name(), "asked");

        let any: (String, Vec<Value>) = ann.call("", (1, "b")).await.unwrap();
        assert_eq!(any, (String::new(), vec![json!(1), json!("b")]));
        let word: String = ann.call("word", ()).await.unwrap();
        assert!(word.contains("there is no word for this"), "{word}");
        // An answer without a form is sent as the reason.
        let reason: Value = ann.call("wordless", ()).await.unwrap();
        assert_eq!(reason, json!({ "message": "there is no word for this" }));
        io.io().emit("all", (&bytes, 1)).await.unwrap();
        let (all, one): (Binary, u8) = ann.expect("all").await;
        assert_eq!((all, one), (bytes, 1));
    }
}

#[tokio::test]
async fn joining_being_refused_and_leaving_have_their_packets() {
    for io in servers() {
        let refused = io.test_client("/locked").connect().await.unwrap_err();
        assert_eq!(refused.message(), "locked");
        assert_eq!(refused.data::<Value>(), Some(json!({ "key": false })));
        let mut ann = io
            .test_client("/locked")
            .auth(&json!({ "key": 7 }))
            .connect()
            .await
            .unwrap();
        let unknown = io.test_client("/unknown").connect().await.unwrap_err();
        assert_eq!(unknown.message(), "Invalid namespace");

        io.io()
            .disconnect(ann.sid())
            .namespace("/locked")
            .await
            .unwrap();
        ann.expect_disconnect().await;
    }
}

#[tokio::test]
async fn what_the_format_cannot_read_ends_the_session_and_no_other() {
    let [io, _] = servers();
    let node = Node::router(&io).await;
    let open = async || {
        let target = "/socket.io/?EIO=4&transport=websocket";
        let upgraded = RawClient::connect(node.addr).await.upgrade(target, &[]);
        let mut websocket = upgraded.await.unwrap();
        assert!(websocket.text().await.starts_with("0{"));
        websocket
    };
    let mut neighbour = open().await;
    neighbour.send("40\n/\n\n").await;
    assert!(neighbour.text().await.starts_with("40\n/\n\n{\"sid\":"));

    for text in [
        "4garbage",
        "49\n/\n\n",
        "40\n/panic\n\n",
        "40\nno slash\n\n",
        "40\n/a,b\n\n",
        "40\n/\n\n[]",
        "42\n/\n\n[\"before it has joined\"]",
    ] {
        let mut websocket = open().await;
        websocket.send(text).await;
        websocket.closed().await;
    }
    for text in [
        "42\n/\n\n[]",
        "42\n/\n\n[null]",
        "42\n/\n\n[\"disconnect\"]",
        "43\n/\n1\n{}",
    ] {
        let mut websocket = open().await;
        websocket.send("40\n/\n\n").await;
        websocket.text().await;
        websocket.send(text).await;
        websocket.closed().await;
    }

    neighbour.send("42\n/\n7\n[\"a\",{\"bytes\":[1]}]").await;
    assert_eq!(
        neighbour.text().await,
        "43\n/\n7\n[\"a\",[{\"bytes\":[1]}]]"
    );
}
