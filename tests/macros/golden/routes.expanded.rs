fn routes() {
    {
        use ::socketio::__private::import::*;
        const __LIST: &[__socketio::Listed; 2usize] = &{
            #[allow(unused_imports)]
            use __socketio::{Unrouted as _, unlisted::__Handler};
            [
                {
                    #[allow(unused_imports)]
                    use step as __Handler;
                    __Handler::__ROUTES
                },
                {
                    #[allow(unused_imports)]
                    use chat::leave as __Handler;
                    __Handler::__ROUTES
                },
            ]
        };
        const _: () = {
            let earlier = &__socketio::earlier::<2usize, 4usize>(__LIST);
            let names: &[&::core::primitive::str; 2usize] = &["step", "chat::leave"];
            __socketio::listed(__LIST, earlier, names, 0usize);
            __socketio::listed(__LIST, earlier, names, 1usize);
        };
        __socketio::Routes::listed(__LIST)
    }
}
