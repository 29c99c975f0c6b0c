async fn ping() {}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct ping {}
const _: () = {
    use ::socketio::__private::import::*;
    #[doc(hidden)]
    impl ping {
        const __ROUTES: __socketio::Listed = __socketio::Some(
            &[
                __socketio::Route {
                    declared: __socketio::declared(
                        __socketio::Kind::Event,
                        "/",
                        "ping",
                        ::core::module_path!(),
                        "ping",
                    ),
                    shim: &__socketio::call0(ping, __socketio::Returned::<()>::reply),
                },
            ],
        );
    }
};
