/// Moves a player.
pub(crate) async fn step(
    to: Position,
    speed: Option<f32>,
    Http(db): Http<Db>,
) -> Result<Receipt, GameError> {
    db.step(to, speed.unwrap_or(1.0)).await
}
#[doc(hidden)]
pub(crate) struct step {}
const _: () = {
    use ::socketio::__private::import::*;
    impl step {
        pub(crate) const __ROUTES: __socketio::Listed = __socketio::Listed::One(
            __socketio::described!(
                __socketio::route:: < Self > ("/game", "move", ||
                __socketio::call3(__socketio::arg:: < Position > ("to"),
                __socketio::arg:: < Option < f32 > > ("speed"), __socketio::arg:: < Http
                < Db > > ("db"), step, __socketio::Returned:: < Result < Receipt,
                GameError > > ::reply)), "Moves a player.", [Position, Option < f32 >,
                Http < Db >], Result < Receipt, GameError >
            ),
        );
    }
    const __PARAMS: &[__socketio::ParamInfo] = &[
        __socketio::arg::<Position>("to")
            .optional(__socketio::Optional::<Position>::YES)
            .param,
        __socketio::arg::<Option<f32>>("speed")
            .optional(__socketio::Optional::<Option<f32>>::YES)
            .param,
        __socketio::arg::<Http<Db>>("db")
            .optional(__socketio::Optional::<Http<Db>>::YES)
            .param,
    ];
    const _: () = __socketio::check(__socketio::Kind::Event, __PARAMS, 1usize);
    const _: () = __socketio::check(__socketio::Kind::Event, __PARAMS, 2usize);
    __socketio::check(__socketio::Kind::Event, __PARAMS, 0usize)
};
