fn routes() {
    {
        const __LIST: &[::socketio::__private::Listed] = {
            #[allow(unused_imports)]
            use ::socketio::__private::{Unrouted as _, unlisted::__Handler};
            &[
                {
                    #[allow(unused_imports)]
                    use step as __Handler;
                    ::socketio::__private::Listed::new::<__Handler>(__Handler::__ROUTES)
                },
                {
                    #[allow(unused_imports)]
                    use chat::leave as __Handler;
                    ::socketio::__private::Listed::new::<__Handler>(__Handler::__ROUTES)
                },
            ]
        };
        const _: () = ::socketio::__private::listed(
            __LIST,
            0usize,
            "`step` is not a handler: write `#[on(\"..\")]` or `#[event]` above it",
        );
        const _: () = ::socketio::__private::listed(
            __LIST,
            1usize,
            "`chat::leave` is not a handler: write `#[on(\"..\")]` or `#[event]` above it",
        );
        ::socketio::__private::Routes::listed(__LIST)
    }
}
