async fn failed(error: Error, event: EventName) -> String {
    error.to_string()
}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct failed {}
const _: () = {
    #[allow(unused_imports)]
    use ::socketio::__private::{self as __socketio, Plain as _, Required as _};
    #[doc(hidden)]
    impl failed {
        const __ROUTES: ::core::option::Option<&'static [__socketio::Route]> = ::core::option::Option::Some(
            &[
                __socketio::Route {
                    kind: __socketio::Kind::Error,
                    namespace: "/",
                    event: "error",
                    module: ::core::module_path!(),
                    name: "failed",
                    location: __socketio::Location::here(),
                    order: __socketio::Order::Default,
                    shim: &__socketio::call2(
                        __socketio::arg::<
                            Error,
                        >("error", __socketio::Optional::<Error>::YES),
                        __socketio::arg::<
                            EventName,
                        >("event", __socketio::Optional::<EventName>::YES),
                        failed,
                        __socketio::Returned::<String>::reply,
                    ),
                },
            ],
        );
    }
    const __PARAMS: &[__socketio::Param] = &[
        __socketio::arg::<Error>("error", __socketio::Optional::<Error>::YES).param,
        __socketio::arg::<EventName>("event", __socketio::Optional::<EventName>::YES)
            .param,
    ];
    const _: () = __socketio::check(__socketio::Kind::Error, __PARAMS, 1usize);
    __socketio::check(__socketio::Kind::Error, __PARAMS, 0usize)
};
async fn failed_elsewhere(error: Error) {}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct failed_elsewhere {}
const _: () = {
    #[allow(unused_imports)]
    use ::socketio::__private::{self as __socketio, Plain as _, Required as _};
    #[doc(hidden)]
    impl failed_elsewhere {
        const __ROUTES: ::core::option::Option<&'static [__socketio::Route]> = ::core::option::Option::Some(
            &[
                __socketio::Route {
                    kind: __socketio::Kind::DefaultError,
                    namespace: "/",
                    event: "error",
                    module: ::core::module_path!(),
                    name: "failed_elsewhere",
                    location: __socketio::Location::here(),
                    order: __socketio::Order::Default,
                    shim: &__socketio::call1(
                        __socketio::arg::<
                            Error,
                        >("error", __socketio::Optional::<Error>::YES),
                        failed_elsewhere,
                        __socketio::Returned::<()>::reply,
                    ),
                },
            ],
        );
    }
    __socketio::check(
        __socketio::Kind::DefaultError,
        &[__socketio::arg::<Error>("error", __socketio::Optional::<Error>::YES).param],
        0usize,
    )
};
