#[on("a", crate = "my_crate::realtime")]
async fn a() {}

routes![crate = "my_crate::realtime", a];
