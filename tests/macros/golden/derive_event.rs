#[derive(serde::Serialize, Event)]
#[event("user joined", namespace = "/chat")]
pub struct UserJoined<'a, T> {
    name: &'a str,
    data: T,
}
