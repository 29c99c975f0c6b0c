//! A second format of packets, through everything that a server does: nothing above the codec knows the first.

use std::{collections::HashMap, sync::Arc};

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::sync::Notify;

use crate::{
    Ack, Args, Auth, Binary, ClientError, ConnectionRefused, Data, Error, PacketFormat, Socket,
    SocketIo, State, call, emit, on, on_error, packet::Codec, routes,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Upload {
    name: String,
    parts: Vec<Binary>,
}

#[derive(Deserialize)]
struct Token {
    token: String,
}

#[on("connect")]
async fn connect(Auth(auth): Auth<Token>) -> Result<(), ConnectionRefused> {
    if auth.token == "secret" {
        Ok(())
    } else {
        Err(ConnectionRefused::new("no").data(401))
    }
}

#[on("upload")]
async fn upload(upload: Upload, times: Option<u8>) -> (Upload, Option<u8>) {
    (upload, times)
}

#[on("echo")]
async fn echo(args: Args) -> socketio::Result<Args> {
    emit("echoed", &args).await?;
    Ok(args)
}

#[on("ask")]
async fn ask() -> socketio::Result<u32> {
    Ok(call::<u32>("double", 21).await?)
}

#[on("later")]
async fn later(number: u8, ack: Ack<(u8, u8)>) -> socketio::Result {
    Ok(ack.send((number, number))?)
}

#[on("slow")]
async fn slow(number: u8, gate: State<Gate>) -> u8 {
    gate.0.notified().await;
    number
}

#[on("auth")]
async fn auth(socket: Socket) -> socketio::Result<String> {
    Ok(socket.auth::<Token>()?.token)
}

#[derive(Serialize)]
struct Denial {
    code: u16,
    proof: Binary,
}

impl Denial {
    fn new() -> Self {
        Self {
            code: 401,
            proof: Binary::from(vec![1, 2]),
        }
    }
}

#[on("deny")]
async fn deny() -> Result<(), ClientError> {
    Err(ClientError::new("denied", "no").data(Denial::new()))
}

#[on("any")]
async fn any(data: Data) -> Data {
    data
}

#[on_error]
async fn failed(error: Error, args: Args) -> (String, usize) {
    (error.to_string(), args.len())
}

#[derive(Clone, Default)]
struct Gate(Arc<Notify>);

#[tokio::test(start_paused = true)]
async fn a_second_format_goes_through_everything() {
    let gate = Gate::default();
    let io = SocketIo::builder()
        .packet_format(PacketFormat::MsgPack)
        .state(gate.clone())
        .routes(routes![
            connect, upload, echo, ask, later, slow, auth, any, deny, failed
        ])
        .build()
        .unwrap();
    let refused = io.test_client("/").auth(&json!({ "token": "wrong" }));
    let refused = refused.connect().await.unwrap_err();
    assert_eq!((refused.message(), refused.data()), ("no", Some(401)));
    let client = io.test_client("/").auth(&json!({ "token": "secret" }));
    let mut client = client.connect().await.unwrap();

    let sent = Upload {
        name: "a".to_owned(),
        parts: vec![Binary::from(vec![0, 255]), Binary::default()],
    };
    let answer: (Upload, Option<u8>) = client.call("upload", (&sent, 3)).await.unwrap();
    assert_eq!(answer, (sent.clone(), Some(3)));
    let answer: (Upload, Option<u8>) = client.call("upload", &sent).await.unwrap();
    assert_eq!(answer, (sent, None));

    let answer: (u8, HashMap<String, Binary>) = client
        .call("echo", (1, HashMap::from([("k", Binary::from(vec![7]))])))
        .await
        .unwrap();
    assert_eq!((answer.0, &answer.1["k"][..]), (1, &[7][..]));
    let echoed: (u8, HashMap<String, Binary>) = client.expect("echoed").await;
    assert_eq!(echoed, answer);

    client.on("double", |number: u32| number * 2);
    assert_eq!(client.call::<u32>("ask", ()).await.unwrap(), 42);
    assert_eq!(client.call::<(u8, u8)>("later", 5).await.unwrap(), (5, 5));
    assert_eq!(client.call::<String>("auth", ()).await.unwrap(), "secret");
    let any = Data::from(json!({ "a": [1, -2, 1.5, null, true, "x"] }));
    assert_eq!(client.call::<Data>("any", &any).await.unwrap(), any);

    // The second waits for the first, copied.
    let numbers = Mutex::new(Vec::new());
    let call = async |number: u8| {
        let answer = client.call::<u8>("slow", number).await.unwrap();
        numbers.lock().push(answer);
    };
    gate.0.notify_one();
    tokio::join!(call(1), call(2), async {
        tokio::task::yield_now().await;
        gate.0.notify_one();
    });
    assert_eq!(*numbers.lock(), [1, 2]);

    let (error, args): (String, usize) = client.call("upload", ("a", 2)).await.unwrap();
    assert!(
        error.starts_with("`upload`: args[0] (`upload`): "),
        "{error}"
    );
    assert_eq!(args, 2);
    let error: Data = client.call("nobody", ()).await.unwrap();
    assert_eq!(error["error"]["kind"].as_str(), Some("unhandled"));
    let error: Data = client.call("deny", ()).await.unwrap();
    let data = &error["error"]["data"];
    assert_eq!(data["code"].as_u64(), Some(401));
    assert_eq!(
        data["proof"].as_binary(),
        Some(&Binary::from(vec![1, 2])),
        "{error:?}"
    );
}

#[test]
fn the_data_of_a_refusal_is_in_the_format_of_packets() {
    let refused = ConnectionRefused::new("no").data(Denial::new());

    let packet = Codec::Msgpack.connect_error("/", &refused);
    let expected = [
        &b"\x82\xa7message\xa2no\xa4data\x82"[..],
        b"\xa4code\xcd\x01\x91\xa5proof\x92\x01\x02",
    ];
    assert!(
        packet.packet().ends_with(&expected.concat()),
        "{:?}",
        String::from_utf8_lossy(packet.packet())
    );
    let packet = Codec::Json.connect_error("/", &refused);
    let expected = r#"4{"message":"no","data":{"code":401,"proof":[1,2]}}"#;
    assert_eq!(packet.text(), expected.as_bytes());
}
