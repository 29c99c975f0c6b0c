async fn a() {}
#[doc(hidden)]
pub(crate) struct a {}
const _: () = {
    use my_crate::realtime::__private::import::*;
    impl a {
        pub(crate) const __ROUTES: __socketio::Listed = __socketio::Listed::One(
            __socketio::route::<
                Self,
            >("/", "a", || __socketio::call0(a, __socketio::Returned::<()>::reply)),
        );
    }
};
fn routes() {
    {
        use my_crate::realtime::__private::import::*;
        #[allow(unused_imports)]
        const fn __entries() -> [__socketio::Listed; 1usize] {
            use __socketio::{Unrouted as _, unlisted::__Handler};
            [
                {
                    let _ = a;
                    {
                        use __socketio::unlisted::value as a;
                        use a as __Handler;
                        __Handler::__ROUTES
                    }
                },
            ]
        }
        const _: () = {
            let __entries = &__entries();
            let __list = __socketio::list::<1usize, 2usize>(__entries, "a");
            __list.check(0usize);
        };
        __socketio::Routes::listed(&__entries())
    }
}
