#[cfg(feature = "search")]
async fn search(text: String) -> Vec<String> {
    find(&text).await
}
#[cfg(feature = "search")]
#[doc(hidden)]
pub(crate) struct search {}
#[cfg(feature = "search")]
const _: () = {
    use ::socketio::__private::import::*;
    impl search {
        pub(crate) const __ROUTES: __socketio::Listed = __socketio::Listed::Several(
            &[
                __socketio::route::<
                    Self,
                >(
                        "/",
                        "search",
                        || __socketio::call1(
                            __socketio::arg::<String>("text"),
                            search,
                            __socketio::Returned::<Vec<String>>::reply,
                        ),
                    )
                    .order(__socketio::Order::Latest),
                __socketio::route::<
                    Self,
                >(
                        "/",
                        "find",
                        || __socketio::call1(
                            __socketio::arg::<String>("text"),
                            search,
                            __socketio::Returned::<Vec<String>>::reply,
                        ),
                    )
                    .order(__socketio::Order::concurrent(4usize)),
            ],
        );
    }
    __socketio::check_only(
        __socketio::Kind::Event,
        __socketio::arg::<String>("text").param,
    )
};
