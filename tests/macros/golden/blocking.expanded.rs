#[allow(clippy::needless_pass_by_value)]
fn digest(path: String) -> usize {
    path.len()
}
#[doc(hidden)]
pub(crate) struct digest {}
const _: () = {
    use ::socketio::__private::import::*;
    impl digest {
        pub(crate) const __ROUTES: __socketio::Listed = __socketio::Listed::One(
            __socketio::route::<
                Self,
            >(
                "/",
                "digest",
                || __socketio::call1(
                    __socketio::arg::<String>("path"),
                    |__0| __socketio::blocking(move || digest(__0)),
                    __socketio::Returned::<usize>::reply,
                ),
            ),
        );
    }
    __socketio::check_only(
        __socketio::Kind::Event,
        __socketio::arg::<String>("path").param,
    )
};
