fn routes() {
    {
        use ::socketio::__private::import::*;
        #[allow(unused_imports)]
        const fn __entries() -> [__socketio::Listed; 2usize] {
            use __socketio::{Unrouted as _, unlisted::__Handler};
            [
                {
                    let _ = step;
                    {
                        use __socketio::unlisted::value as step;
                        use step as __Handler;
                        __Handler::__ROUTES
                    }
                },
                {
                    use chat::leave as __Handler;
                    __Handler::__ROUTES.of(&__Handler)
                },
            ]
        }
        const _: () = {
            let __entries = &__entries();
            let __list = __socketio::list::<
                2usize,
                4usize,
            >(__entries, "step,chat::leave");
            __list.check(0usize);
            __list.check(1usize);
        };
        __socketio::Routes::listed(&__entries())
    }
}
