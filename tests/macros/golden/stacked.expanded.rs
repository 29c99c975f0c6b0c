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
    #[allow(unused_imports)]
    use ::socketio::__private::{self as __socketio, Plain as _, Required as _};
    #[doc(hidden)]
    impl search {
        const __ROUTES: ::core::option::Option<&'static [__socketio::Route]> = ::core::option::Option::Some(
            &[
                __socketio::Route {
                    kind: __socketio::Kind::Event,
                    namespace: "/",
                    event: "search",
                    module: ::core::module_path!(),
                    name: "search",
                    location: __socketio::Location::here(),
                    order: __socketio::Order::Latest,
                    shim: &__socketio::call1(
                        __socketio::arg::<
                            String,
                        >("text", __socketio::Optional::<String>::YES),
                        search,
                        __socketio::Returned::<Vec<String>>::reply,
                    ),
                },
                __socketio::Route {
                    kind: __socketio::Kind::Event,
                    namespace: "/",
                    event: "find",
                    module: ::core::module_path!(),
                    name: "search",
                    location: __socketio::Location::here(),
                    order: __socketio::Order::concurrent(4usize),
                    shim: &__socketio::call1(
                        __socketio::arg::<
                            String,
                        >("text", __socketio::Optional::<String>::YES),
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
