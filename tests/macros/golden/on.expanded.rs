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
const _: () = {
    #[allow(unused_imports)]
    use ::socketio::__private::{self as __socketio, Plain as _, Required as _};
    #[doc(hidden)]
    impl step {
        pub(crate) const __ROUTES: ::core::option::Option<
            &'static [__socketio::Route],
        > = ::core::option::Option::Some(
            &[
                __socketio::Route {
                    kind: __socketio::Kind::Event,
                    namespace: "/game",
                    event: "move",
                    module: ::core::module_path!(),
                    name: "step",
                    location: __socketio::Location::here(),
                    order: __socketio::Order::Default,
                    shim: &__socketio::call3(
                        __socketio::arg::<
                            Position,
                        >("to", __socketio::Optional::<Position>::YES),
                        __socketio::arg::<
                            Option<f32>,
                        >("speed", __socketio::Optional::<Option<f32>>::YES),
                        __socketio::arg::<
                            State<Db>,
                        >("db", __socketio::Optional::<State<Db>>::YES),
                        step,
                        __socketio::Returned::<Result<Receipt, GameError>>::reply,
                    ),
                },
            ],
        );
    }
    const __PARAMS: &[__socketio::Param] = &[
        __socketio::arg::<Position>("to", __socketio::Optional::<Position>::YES).param,
        __socketio::arg::<Option<f32>>("speed", __socketio::Optional::<Option<f32>>::YES)
            .param,
        __socketio::arg::<State<Db>>("db", __socketio::Optional::<State<Db>>::YES).param,
    ];
    const _: () = __socketio::check(__socketio::Kind::Event, __PARAMS, 1usize);
    const _: () = __socketio::check(__socketio::Kind::Event, __PARAMS, 2usize);
    __socketio::check(__socketio::Kind::Event, __PARAMS, 0usize)
};
