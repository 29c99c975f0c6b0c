async fn save(text: String) {}
#[doc(hidden)]
pub(crate) struct save {}
const _: () = {
    use ::socketio::__private::import::*;
    impl save {
        pub(crate) const __ROUTES: __socketio::Listed = __socketio::Listed::One(
            __socketio::route::<
                Self,
            >(
                    "/",
                    "save",
                    || __socketio::call1(
                        __socketio::arg::<String>("text"),
                        save,
                        __socketio::Returned::<()>::reply,
                    ),
                )
                .limits(
                    __socketio::Limits::new()
                        .rate(20u32, ::core::time::Duration::from_millis(1000u64))
                        .burst(40u32)
                        .max_size(16384usize)
                        .timeout(::core::time::Duration::from_millis(2000u64)),
                ),
        );
    }
    __socketio::check_only(
        __socketio::Kind::Event,
        __socketio::arg::<String>("text").param,
    )
};
impl Board {
    #[allow(clippy::unused_async)]
    async fn write(&self, text: String) {}
}
const _: () = {
    use ::socketio::__private::import::*;
    #[automatically_derived]
    impl __socketio::Namespace for Board {
        const NAMESPACE: &'static str = "/board";
        const ROUTES: &'static [__socketio::Route] = &[
            __socketio::route::<
                Self,
            >(
                    "/board",
                    "write",
                    || __socketio::method1::<
                        Self,
                        _,
                        _,
                    >(
                        __socketio::arg::<String>("text")
                            .optional(__socketio::Optional::<String>::YES),
                        |__self, __0| async move { Self::write(&__self, __0).await },
                        __socketio::Returned::<()>::reply,
                    ),
                )
                .method("write")
                .limits(__socketio::Limits::new().max_size(512usize)),
        ];
        const PARAMS: &'static [&'static [__socketio::ParamInfo]] = &[
            &[
                __socketio::arg::<String>("text")
                    .optional(__socketio::Optional::<String>::YES)
                    .param,
            ],
        ];
        const LIMITS: __socketio::Limits = __socketio::Limits::new()
            .rate(100u32, ::core::time::Duration::from_millis(60000u64));
        const LOCATION: __socketio::Location = __socketio::Location::here();
    }
    const _: () = __socketio::check(
        __socketio::Kind::Event,
        <Board as __socketio::Namespace>::PARAMS[0usize],
        0usize,
    );
};
