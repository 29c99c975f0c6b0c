async fn failed(error: Error, event: EventName) -> String {
    error.to_string()
}
#[doc(hidden)]
pub(crate) struct failed {}
const _: () = {
    use ::socketio::__private::import::*;
    impl failed {
        pub(crate) const __ROUTES: __socketio::Listed = __socketio::Listed::One(
            __socketio::route::<
                Self,
            >(
                    "/",
                    "error",
                    || __socketio::call2(
                        __socketio::arg::<Error>("error"),
                        __socketio::arg::<EventName>("event"),
                        failed,
                        __socketio::Returned::<String>::reply,
                    ),
                )
                .kind(__socketio::Kind::Error),
        );
    }
    const __PARAMS: &[__socketio::ParamInfo] = &[
        __socketio::arg::<Error>("error")
            .optional(__socketio::Optional::<Error>::YES)
            .param,
        __socketio::arg::<EventName>("event")
            .optional(__socketio::Optional::<EventName>::YES)
            .param,
    ];
    const _: () = __socketio::check(__socketio::Kind::Error, __PARAMS, 1usize);
    __socketio::check(__socketio::Kind::Error, __PARAMS, 0usize)
};
async fn failed_elsewhere(error: Error) {}
#[doc(hidden)]
pub(crate) struct failed_elsewhere {}
const _: () = {
    use ::socketio::__private::import::*;
    impl failed_elsewhere {
        pub(crate) const __ROUTES: __socketio::Listed = __socketio::Listed::One(
            __socketio::route::<
                Self,
            >(
                    "/",
                    "error",
                    || __socketio::call1(
                        __socketio::arg::<Error>("error"),
                        failed_elsewhere,
                        __socketio::Returned::<()>::reply,
                    ),
                )
                .kind(__socketio::Kind::DefaultError),
        );
    }
    __socketio::check_only(
        __socketio::Kind::DefaultError,
        __socketio::arg::<Error>("error").param,
    )
};
