#[cfg(feature = "search")]
async fn search(text: String) -> Vec<String> {
    find(&text).await
}
#[cfg(feature = "search")]
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct search {}
#[cfg(feature = "search")]
const _: () = {
    use ::socketio::__private::import::*;
    #[doc(hidden)]
    impl search {
        const __ROUTES: __socketio::Listed = __socketio::Some(
            &[
                __socketio::Route {
                    declared: __socketio::declared(
                            __socketio::Kind::Event,
                            "/",
                            "search",
                            ::core::module_path!(),
                            "search",
                        )
                        .order(__socketio::Order::Latest),
                    shim: &__socketio::call1(
                        __socketio::arg::<String>("text", false),
                        search,
                        __socketio::Returned::<Vec<String>>::reply,
                    ),
                },
                __socketio::Route {
                    declared: __socketio::declared(
                            __socketio::Kind::Event,
                            "/",
                            "find",
                            ::core::module_path!(),
                            "search",
                        )
                        .order(__socketio::Order::concurrent(4usize)),
                    shim: &__socketio::call1(
                        __socketio::arg::<String>("text", false),
                        search,
                        __socketio::Returned::<Vec<String>>::reply,
                    ),
                },
            ],
        );
    }
    __socketio::check(
        __socketio::Kind::Event,
        &[__socketio::arg::<String>("text", __socketio::Optional::<String>::YES).param],
        0usize,
    )
};
