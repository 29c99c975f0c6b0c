async fn ping() {}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct ping {}
const _: () = {
    #[allow(unused_imports)]
    use ::socketio::__private::{self as __socketio, Plain as _, Required as _};
    #[doc(hidden)]
    impl ping {
        const __ROUTES: ::core::option::Option<&'static [__socketio::Route]> = ::core::option::Option::Some(
            &[
                __socketio::Route {
                    kind: __socketio::Kind::Event,
                    namespace: "/",
                    event: "ping",
                    module: ::core::module_path!(),
                    name: "ping",
                    location: __socketio::Location::here(),
                    order: __socketio::Order::Default,
                    shim: &__socketio::call0(ping, __socketio::Returned::<()>::reply),
                },
            ],
        );
    }
};
