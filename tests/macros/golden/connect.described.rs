async fn connect(auth: Option<Token>) -> Result<(), ConnectionRefused> {
    check(auth)
}
#[doc(hidden)]
pub(crate) struct connect {}
const _: () = {
    use ::socketio::__private::import::*;
    impl connect {
        pub(crate) const __ROUTES: __socketio::Listed = __socketio::Listed::One(
            __socketio::described!(
                __socketio::route:: < Self > ("/", "connect", ||
                __socketio::call1(__socketio::arg:: < Option < Token > > ("auth"),
                connect, __socketio::connect_reply)).kind(__socketio::Kind::Connect), "",
                [Option < Token >], Result < (), ConnectionRefused >
            ),
        );
    }
    __socketio::check_only(
        __socketio::Kind::Connect,
        __socketio::arg::<Option<Token>>("auth").param,
    )
};
async fn disconnect(reason: Reason) {
    log(reason);
}
#[doc(hidden)]
pub(crate) struct disconnect {}
const _: () = {
    use ::socketio::__private::import::*;
    impl disconnect {
        pub(crate) const __ROUTES: __socketio::Listed = __socketio::Listed::One(
            __socketio::route::<
                Self,
            >(
                    "/",
                    "disconnect",
                    || __socketio::call1(
                        __socketio::arg::<Reason>("reason"),
                        disconnect,
                        __socketio::disconnect_reply,
                    ),
                )
                .kind(__socketio::Kind::Disconnect),
        );
    }
    __socketio::check_only(
        __socketio::Kind::Disconnect,
        __socketio::arg::<Reason>("reason").param,
    )
};
