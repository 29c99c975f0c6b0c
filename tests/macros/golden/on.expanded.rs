/// Moves a player.
pub(crate) async fn step(
    to: Position,
    speed: Option<f32>,
    State(db): State<Db>,
) -> Result<Receipt, GameError> {
    db.step(to, speed.unwrap_or(1.0)).await
}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
pub(crate) struct step {}
#[doc(hidden)]
impl step {
    const __PARAMS: &'static [::socketio::__private::Param] = {
        #[allow(unused_imports)]
        use ::socketio::__private::Required as _;
        &[
            ::socketio::__private::arg::<
                Position,
            >("to", ::socketio::__private::Optional::<Position>::YES)
                .param,
            ::socketio::__private::arg::<
                Option<f32>,
            >("speed", ::socketio::__private::Optional::<Option<f32>>::YES)
                .param,
            ::socketio::__private::arg::<
                State<Db>,
            >("db", ::socketio::__private::Optional::<State<Db>>::YES)
                .param,
        ]
    };
    pub(crate) const __ROUTES: &'static [::socketio::__private::Route] = {
        #[allow(unused_imports)]
        use ::socketio::__private::{Plain as _, Required as _};
        &[
            ::socketio::__private::Route {
                kind: ::socketio::__private::Kind::Event,
                namespace: "/game",
                event: "move",
                name: ::core::concat!(::core::module_path!(), "::step"),
                location: ::socketio::__private::Location {
                    file: ::core::file!(),
                    line: ::core::line!(),
                    column: ::core::column!(),
                },
                order: ::socketio::__private::Order::Default,
                params: step::__PARAMS,
                call: |__call| ::socketio::__private::call3(
                    __call,
                    ::socketio::__private::Kind::Event,
                    ::socketio::__private::arg::<
                        Position,
                    >("to", ::socketio::__private::Optional::<Position>::YES),
                    ::socketio::__private::arg::<
                        Option<f32>,
                    >("speed", ::socketio::__private::Optional::<Option<f32>>::YES),
                    ::socketio::__private::arg::<
                        State<Db>,
                    >("db", ::socketio::__private::Optional::<State<Db>>::YES),
                    step,
                    |__value, __wanted| {
                        ::socketio::__private::Returned(__value).reply(__wanted)
                    },
                ),
            },
        ]
    };
}
#[automatically_derived]
impl ::socketio::__private::Handler for step {}
const _: () = ::socketio::__private::check(
    ::socketio::__private::Kind::Event,
    step::__PARAMS,
    0usize,
);
const _: () = ::socketio::__private::check(
    ::socketio::__private::Kind::Event,
    step::__PARAMS,
    1usize,
);
const _: () = ::socketio::__private::check(
    ::socketio::__private::Kind::Event,
    step::__PARAMS,
    2usize,
);
