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
                .guards(&[|| __socketio::guard(may_save)])
                .middlewares(
                    &[
                        || __socketio::middleware(logged),
                        || __socketio::middleware(checks::sized),
                    ],
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
                .middlewares(&[|| __socketio::middleware(Self::numbered)]),
        ];
        const PARAMS: &'static [&'static [__socketio::ParamInfo]] = &[
            &[
                __socketio::arg::<String>("text")
                    .optional(__socketio::Optional::<String>::YES)
                    .param,
            ],
        ];
        const MIDDLEWARES: &'static [fn() -> __socketio::Middleware] = &[
            || __socketio::middleware(logged),
        ];
        const LOCATION: __socketio::Location = __socketio::Location::here();
    }
    const _: () = __socketio::check(
        __socketio::Kind::Event,
        <Board as __socketio::Namespace>::PARAMS[0usize],
        0usize,
    );
};
