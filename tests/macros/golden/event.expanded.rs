async fn ping() {}
#[doc(hidden)]
pub(crate) struct ping {}
const _: () = {
    use ::socketio::__private::import::*;
    impl ping {
        pub(crate) const __ROUTES: __socketio::Listed = __socketio::Listed::One(
            __socketio::route::<
                Self,
            >("/", "ping", || __socketio::call0(ping, __socketio::Returned::<()>::reply)),
        );
    }
};
