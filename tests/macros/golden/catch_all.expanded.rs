async fn any(event: EventName, args: Args) {
    log(event, args);
}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct any {}
const _: () = {
    use ::socketio::__private::import::*;
    #[doc(hidden)]
    impl any {
        const __ROUTES: __socketio::Listed = __socketio::Some(
            &[
                __socketio::Route {
                    declared: __socketio::declared(
                        __socketio::Kind::CatchAll,
                        "/",
                        "*",
                        ::core::module_path!(),
                        "any",
                    ),
                    shim: &__socketio::call2(
                        __socketio::arg::<EventName>("event", false),
                        __socketio::arg::<Args>("args", false),
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
