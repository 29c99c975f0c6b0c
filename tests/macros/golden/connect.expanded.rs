async fn connect(auth: Option<Token>) -> Result<(), ConnectionRefused> {
    check(auth)
}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct connect {}
const _: () = {
    #[allow(unused_imports)]
    use ::socketio::__private::{self as __socketio, Plain as _, Required as _};
    #[doc(hidden)]
    impl connect {
        const __ROUTES: ::core::option::Option<&'static [__socketio::Route]> = ::core::option::Option::Some(
            &[
                __socketio::Route {
                    kind: __socketio::Kind::Connect,
                    namespace: "/",
                    event: "connect",
                    module: ::core::module_path!(),
                    name: "connect",
                    location: __socketio::Location::here(),
                    order: __socketio::Order::Default,
                    shim: &__socketio::call1(
                        __socketio::arg::<
                            Option<Token>,
                        >("auth", __socketio::Optional::<Option<Token>>::YES),
                        connect,
                        __socketio::accept,
                    ),
                },
            ],
        );
    }
    __socketio::check(
        __socketio::Kind::Connect,
        &[
            __socketio::arg::<
                Option<Token>,
            >("auth", __socketio::Optional::<Option<Token>>::YES)
                .param,
        ],
        0usize,
    )
};
async fn disconnect(reason: Reason) {
    log(reason);
}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct disconnect {}
const _: () = {
    #[allow(unused_imports)]
    use ::socketio::__private::{self as __socketio, Plain as _, Required as _};
    #[doc(hidden)]
    impl disconnect {
        const __ROUTES: ::core::option::Option<&'static [__socketio::Route]> = ::core::option::Option::Some(
            &[
                __socketio::Route {
                    kind: __socketio::Kind::Disconnect,
                    namespace: "/",
                    event: "disconnect",
                    module: ::core::module_path!(),
                    name: "disconnect",
                    location: __socketio::Location::here(),
                    order: __socketio::Order::Default,
                    shim: &__socketio::call1(
                        __socketio::arg::<
                            Reason,
                        >("reason", __socketio::Optional::<Reason>::YES),
                        disconnect,
                        __socketio::done,
                    ),
                },
            ],
        );
    }
    __socketio::check(
        __socketio::Kind::Disconnect,
        &[
            __socketio::arg::<Reason>("reason", __socketio::Optional::<Reason>::YES)
                .param,
        ],
        0usize,
    )
};
