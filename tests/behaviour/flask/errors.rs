//! Three levels of error handlers.

use super::{client_of, main_client, server};
use crate::noted;

#[tokio::test]
async fn an_error_goes_to_the_handler_of_the_main_namespace() {
    let io = server();

    main_client(&io).await.emit("break", ()).await;

    assert_eq!(noted(&io), ["main"]);
}

#[tokio::test]
async fn an_error_in_another_namespace_goes_to_the_handler_of_that() {
    let io = server();

    client_of(&io, "/news").await.emit("break", ()).await;

    assert_eq!(noted(&io), ["news"]);
}

#[tokio::test]
async fn an_error_where_there_is_no_handler_goes_to_the_default_one() {
    let io = server();

    client_of(&io, "/spare").await.emit("break", ()).await;

    assert_eq!(noted(&io), ["default"]);
}

#[tokio::test]
async fn what_an_error_handler_returns_is_the_answer() {
    let io = server();
    let main = main_client(&io).await;
    let (news, spare) = (
        client_of(&io, "/news").await,
        client_of(&io, "/spare").await,
    );

    for (client, place) in [(main, "main"), (news, "news"), (spare, "default")] {
        assert_eq!(client.call::<String>("break", ()).await.unwrap(), place);
    }
}
