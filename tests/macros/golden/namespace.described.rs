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
const _: () = {
    use ::socketio::__private::import::*;
    #[automatically_derived]
    impl __socketio::Namespace for Chat {
        const NAMESPACE: &'static str = "/chat";
        const ROUTES: &'static [__socketio::Route] = &[
            __socketio::described!(
                __socketio::route:: < Self > ("/chat", "say", || __socketio::method1:: <
                Self, _, _ > (__socketio::arg:: < Line > ("line")
                .optional(__socketio::Optional:: < Line > ::YES), | __self, __0 | async
                move { Self::say(& __self, __0). await }, __socketio::Returned:: < usize
                > ::reply)).method("say"), "", [Line], usize
            ),
            __socketio::described!(
                __socketio::route:: < Self > ("/chat", "history", ||
                __socketio::method0:: < Self, _ > (Self::history, __socketio::Returned::
                < Vec < Line > > ::reply)).method("history"), "", [], Vec < Line >
            ),
        ];
        const PARAMS: &'static [&'static [__socketio::ParamInfo]] = &[
            &[
                __socketio::arg::<Line>("line")
                    .optional(__socketio::Optional::<Line>::YES)
                    .param,
            ],
            &[],
        ];
        const LOCATION: __socketio::Location = __socketio::Location::here();
    }
    const _: () = __socketio::check(
        __socketio::Kind::Event,
        <Chat as __socketio::Namespace>::PARAMS[0usize],
        0usize,
    );
};
