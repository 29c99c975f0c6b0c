async fn any(event: EventName, args: Args) {
    log(event, args);
}
#[doc(hidden)]
pub(crate) struct any {}
const _: () = {
    use ::socketio::__private::import::*;
    impl any {
        pub(crate) const __ROUTES: __socketio::Listed = __socketio::Listed::One(
            __socketio::route::<
                Self,
            >(
                    "/",
                    "*",
                    || __socketio::call2(
                        __socketio::arg::<EventName>("event"),
                        __socketio::arg::<Args>("args"),
                        any,
                        __socketio::Returned::<()>::reply,
                    ),
                )
                .kind(__socketio::Kind::CatchAll),
        );
    }
    const __PARAMS: &[__socketio::ParamInfo] = &[
        __socketio::arg::<EventName>("event")
            .optional(__socketio::Optional::<EventName>::YES)
            .param,
        __socketio::arg::<Args>("args").optional(__socketio::Optional::<Args>::YES).param,
    ];
    const _: () = __socketio::check(__socketio::Kind::CatchAll, __PARAMS, 1usize);
    __socketio::check(__socketio::Kind::CatchAll, __PARAMS, 0usize)
};
