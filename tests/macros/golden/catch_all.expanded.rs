async fn any(event: EventName, args: Args) {
    log(event, args);
}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct any {}
const _: () = {
    #[allow(unused_imports)]
    use ::socketio::__private::{self as __socketio, Plain as _, Required as _};
    #[doc(hidden)]
    impl any {
        const __ROUTES: ::core::option::Option<&'static [__socketio::Route]> = ::core::option::Option::Some(
            &[
                __socketio::Route {
                    kind: __socketio::Kind::CatchAll,
                    namespace: "/",
                    event: "*",
                    module: ::core::module_path!(),
                    name: "any",
                    location: __socketio::Location::here(),
                    order: __socketio::Order::Default,
                    shim: &__socketio::call2(
                        __socketio::arg::<
                            EventName,
                        >("event", __socketio::Optional::<EventName>::YES),
                        __socketio::arg::<
                            Args,
                        >("args", __socketio::Optional::<Args>::YES),
                        any,
                        __socketio::Returned::<()>::reply,
                    ),
                },
            ],
        );
    }
    const __PARAMS: &[__socketio::Param] = &[
        __socketio::arg::<EventName>("event", __socketio::Optional::<EventName>::YES)
            .param,
        __socketio::arg::<Args>("args", __socketio::Optional::<Args>::YES).param,
    ];
    const _: () = __socketio::check(__socketio::Kind::CatchAll, __PARAMS, 1usize);
    __socketio::check(__socketio::Kind::CatchAll, __PARAMS, 0usize)
};
