impl<S> Chat<S>
where
    S: Store,
{
    #[allow(clippy::unused_async)]
    async fn say(&self, line: Line) -> usize {
        self.store.push(line).await
    }
}
const _: () = {
    use ::socketio::__private::import::*;
    #[automatically_derived]
    impl<S> __socketio::Namespace for Chat<S>
    where
        S: Store,
    {
        const NAMESPACE: &'static str = "/chat";
        const ROUTES: &'static [__socketio::Route] = &[
            __socketio::route::<
                Self,
            >(
                    "/chat",
                    "say",
                    || __socketio::method1::<
                        Self,
                        _,
                        _,
                    >(
                        __socketio::arg::<Line>("line")
                            .optional(__socketio::Optional::<Line>::YES),
                        |__self, __0| async move { Self::say(&__self, __0).await },
                        __socketio::Returned::<usize>::reply,
                    ),
                )
                .method("say"),
        ];
        const PARAMS: &'static [&'static [__socketio::ParamInfo]] = &[
            &[
                __socketio::arg::<Line>("line")
                    .optional(__socketio::Optional::<Line>::YES)
                    .param,
            ],
        ];
        const LOCATION: __socketio::Location = __socketio::Location::here();
    }
};
