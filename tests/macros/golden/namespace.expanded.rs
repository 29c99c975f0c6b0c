impl Chat {
    pub fn new() -> Self {
        Self::default()
    }
    #[allow(clippy::unused_async)]
    async fn say(&self, line: Line) -> usize {
        self.lines.push(line)
    }
    #[allow(clippy::unused_async)]
    async fn history(self: Arc<Self>) -> Vec<Line> {
        self.lines.all()
    }
}
#[automatically_derived]
impl ::socketio::__private::Namespace for Chat {
    const NAMESPACE: &'static str = "/chat";
    const ROUTES: &'static [::socketio::__private::Route] = {
        #[allow(unused_imports)]
        use ::socketio::__private::{Plain as _, Required as _};
        &[
            ::socketio::__private::Route {
                kind: ::socketio::__private::Kind::Event,
                namespace: "/chat",
                event: "say",
                name: ::core::concat!(::core::module_path!(), "::Chat::say"),
                location: ::socketio::__private::Location {
                    file: ::core::file!(),
                    line: ::core::line!(),
                    column: ::core::column!(),
                },
                order: ::socketio::__private::Order::Default,
                params: {
                    #[allow(unused_imports)]
                    use ::socketio::__private::Required as _;
                    &[
                        ::socketio::__private::arg::<
                            Line,
                        >("line", ::socketio::__private::Optional::<Line>::YES)
                            .param,
                    ]
                },
                call: |__call| ::socketio::__private::method1::<
                    Self,
                    _,
                    _,
                >(
                    __call,
                    ::socketio::__private::Kind::Event,
                    ::socketio::__private::arg::<
                        Line,
                    >("line", ::socketio::__private::Optional::<Line>::YES),
                    |__self, __0| async move { Self::say(&__self, __0).await },
                    |__value, __wanted| {
                        ::socketio::__private::Returned(__value).reply(__wanted)
                    },
                ),
            },
            ::socketio::__private::Route {
                kind: ::socketio::__private::Kind::Event,
                namespace: "/chat",
                event: "history",
                name: ::core::concat!(::core::module_path!(), "::Chat::history"),
                location: ::socketio::__private::Location {
                    file: ::core::file!(),
                    line: ::core::line!(),
                    column: ::core::column!(),
                },
                order: ::socketio::__private::Order::Default,
                params: {
                    #[allow(unused_imports)]
                    use ::socketio::__private::Required as _;
                    &[]
                },
                call: |__call| ::socketio::__private::method0::<
                    Self,
                    _,
                >(
                    __call,
                    ::socketio::__private::Kind::Event,
                    Self::history,
                    |__value, __wanted| {
                        ::socketio::__private::Returned(__value).reply(__wanted)
                    },
                ),
            },
        ]
    };
    const LOCATION: ::socketio::__private::Location = ::socketio::__private::Location {
        file: ::core::file!(),
        line: ::core::line!(),
        column: ::core::column!(),
    };
}
const _: () = ::socketio::__private::check(
    ::socketio::__private::Kind::Event,
    <Chat as ::socketio::__private::Namespace>::ROUTES[0usize].params,
    0usize,
);
