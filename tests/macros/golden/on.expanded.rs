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
    use ::socketio::__private::import::*;
    #[doc(hidden)]
    impl step {
        pub(crate) const __ROUTES: __socketio::Listed = __socketio::Some(
            &[
                __socketio::Route {
                    declared: __socketio::declared(
                        __socketio::Kind::Event,
                        "/game",
                        "move",
                        ::core::module_path!(),
                        "step",
                    ),
                    shim: &__socketio::call3(
                        __socketio::arg::<Position>("to", false),
                        __socketio::arg::<Option<f32>>("speed", false),
                        __socketio::arg::<State<Db>>("db", false),
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
