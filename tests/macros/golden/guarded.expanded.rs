async fn delete(file: String) {}
#[doc(hidden)]
pub(crate) struct delete {}
const _: () = {
    use ::socketio::__private::import::*;
    impl delete {
        pub(crate) const __ROUTES: __socketio::Listed = __socketio::Listed::One(
            __socketio::route::<
                Self,
            >(
                    "/",
                    "delete",
                    || __socketio::call1(
                        __socketio::arg::<String>("file"),
                        delete,
                        __socketio::Returned::<()>::reply,
                    ),
                )
                .guards(
                    &[
                        || __socketio::guard(is_admin),
                        || __socketio::guard(files::exists),
                    ],
                ),
        );
    }
    __socketio::check_only(
        __socketio::Kind::Event,
        __socketio::arg::<String>("file").param,
    )
};
impl Board {
    #[allow(clippy::unused_async)]
    async fn connect(&self) {}
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
                    "connect",
                    || __socketio::method0::<
                        Self,
                        _,
                    >(
                        |__self| async move { Self::connect(&__self).await },
                        __socketio::connect_reply,
                    ),
                )
                .kind(__socketio::Kind::Connect)
                .method("connect"),
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
                .guards(
                    &[
                        || __socketio::guard(may_read),
                        || __socketio::guard(Self::may_write),
                    ],
                ),
        ];
        const PARAMS: &'static [&'static [__socketio::ParamInfo]] = &[
            &[],
            &[
                __socketio::arg::<String>("text")
                    .optional(__socketio::Optional::<String>::YES)
                    .param,
            ],
        ];
        const LOCATION: __socketio::Location = __socketio::Location::here();
    }
    const _: () = __socketio::check(
        __socketio::Kind::Event,
        <Board as __socketio::Namespace>::PARAMS[1usize],
        0usize,
    );
};
