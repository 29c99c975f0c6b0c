async fn say(id: Param<u32>, text: String) {}
#[doc(hidden)]
pub(crate) struct say {}
const _: () = {
    use ::socketio::__private::import::*;
    impl say {
        pub(crate) const __ROUTES: __socketio::Listed = __socketio::Listed::One(
            __socketio::route::<
                Self,
            >(
                "/room-{id}",
                "say",
                || __socketio::call2(
                    __socketio::arg::<Param<u32>>("id"),
                    __socketio::arg::<String>("text"),
                    say,
                    __socketio::Returned::<()>::reply,
                ),
            ),
        );
    }
    const __PARAMS: &[__socketio::ParamInfo] = &[
        __socketio::arg::<Param<u32>>("id")
            .optional(__socketio::Optional::<Param<u32>>::YES)
            .param,
        __socketio::arg::<String>("text")
            .optional(__socketio::Optional::<String>::YES)
            .param,
    ];
    const _: () = __socketio::check_in(
        __socketio::Kind::Event,
        "/room-{id}",
        __PARAMS,
        1usize,
    );
    __socketio::check_in(__socketio::Kind::Event, "/room-{id}", __PARAMS, 0usize)
};
async fn leave(text: String) {}
#[doc(hidden)]
pub(crate) struct leave {}
const _: () = {
    use ::socketio::__private::import::*;
    impl leave {
        pub(crate) const __ROUTES: __socketio::Listed = __socketio::Listed::Several(
            &[
                __socketio::route::<
                    Self,
                >(
                    "/room-{id}",
                    "leave",
                    || __socketio::call1(
                        __socketio::arg::<String>("text"),
                        leave,
                        __socketio::Returned::<()>::reply,
                    ),
                ),
                __socketio::route::<
                    Self,
                >(
                    "/chat",
                    "leave",
                    || __socketio::call1(
                        __socketio::arg::<String>("text"),
                        leave,
                        __socketio::Returned::<()>::reply,
                    ),
                ),
            ],
        );
    }
    const _: () = __socketio::check_only(
        __socketio::Kind::Event,
        __socketio::arg::<String>("text").param,
    );
    __socketio::check_in(
        __socketio::Kind::Event,
        "/room-{id}",
        &[__socketio::arg::<String>("text").param],
        0usize,
    )
};
impl Room {
    #[allow(clippy::unused_async)]
    async fn close(&self, id: Param<u32>) {}
}
const _: () = {
    use ::socketio::__private::import::*;
    #[automatically_derived]
    impl __socketio::Namespace for Room {
        const NAMESPACE: &'static str = "/room-{id}";
        const ROUTES: &'static [__socketio::Route] = &[
            __socketio::route::<
                Self,
            >(
                    "/room-{id}",
                    "close",
                    || __socketio::method1::<
                        Self,
                        _,
                        _,
                    >(
                        __socketio::arg::<Param<u32>>("id")
                            .optional(__socketio::Optional::<Param<u32>>::YES),
                        |__self, __0| async move { Self::close(&__self, __0).await },
                        __socketio::Returned::<()>::reply,
                    ),
                )
                .method("close"),
        ];
        const PARAMS: &'static [&'static [__socketio::ParamInfo]] = &[
            &[
                __socketio::arg::<Param<u32>>("id")
                    .optional(__socketio::Optional::<Param<u32>>::YES)
                    .param,
            ],
        ];
        const LOCATION: __socketio::Location = __socketio::Location::here();
    }
    const _: () = __socketio::check_in(
        __socketio::Kind::Event,
        "/room-{id}",
        <Room as __socketio::Namespace>::PARAMS[0usize],
        0usize,
    );
};
