async fn connect(auth: Option<Token>) -> Result<(), ConnectionRefused> {
    check(auth)
}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct connect {}
const _: () = {
    use ::socketio::__private::import::*;
    #[doc(hidden)]
    impl connect {
        const __ROUTES: __socketio::Listed = __socketio::Some(
            &[
                __socketio::Route {
                    declared: __socketio::declared(
                        __socketio::Kind::Connect,
                        "/",
                        "connect",
                        ::core::module_path!(),
                        "connect",
                    ),
                    shim: &__socketio::call1(
                        __socketio::arg::<Option<Token>>("auth", false),
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
    use ::socketio::__private::import::*;
    #[doc(hidden)]
    impl disconnect {
        const __ROUTES: __socketio::Listed = __socketio::Some(
            &[
                __socketio::Route {
                    declared: __socketio::declared(
                        __socketio::Kind::Disconnect,
                        "/",
                        "disconnect",
                        ::core::module_path!(),
                        "disconnect",
                    ),
                    shim: &__socketio::call1(
                        __socketio::arg::<Reason>("reason", false),
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
