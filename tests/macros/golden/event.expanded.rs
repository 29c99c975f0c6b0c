async fn ping() {}
#[doc(hidden)]
struct ping {}
const _: () = {
    use ::socketio::__private::import::*;
    impl ping {
        const __ROUTES: __socketio::Listed = __socketio::Listed::One(
            __socketio::route::<
                Self,
            >("/", "ping", || __socketio::call0(ping, __socketio::Returned::<()>::reply)),
        );
    }
};
