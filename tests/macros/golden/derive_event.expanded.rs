#[derive(serde::Serialize, Event)]
#[event("user joined", namespace = "/chat")]
pub struct UserJoined<'a, T> {
    name: &'a str,
    data: T,
}
#[automatically_derived]
impl<'a, T> ::socketio::Event for UserJoined<'a, T>
where
    Self: ::socketio::__private::Payload,
{
    const NAME: &'static str = "user joined";
    const NAMESPACE: &'static str = "/chat";
}
