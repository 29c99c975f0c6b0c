#[allow(clippy::needless_pass_by_value)]
fn digest(path: String) -> usize {
    path.len()
}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct digest {}
const _: () = {
    use ::socketio::__private::import::*;
    #[doc(hidden)]
    impl digest {
        const __ROUTES: __socketio::Listed = __socketio::Some(
            &[
                __socketio::Route {
                    declared: __socketio::declared(
                        __socketio::Kind::Event,
                        "/",
                        "digest",
                        ::core::module_path!(),
                        "digest",
                    ),
                    shim: &__socketio::call1(
                        __socketio::arg::<String>("path", false),
                        |__0| __socketio::blocking(move || digest(__0)),
                        __socketio::Returned::<usize>::reply,
                    ),
                },
            ],
        );
    }
    __socketio::check(
        __socketio::Kind::Event,
        &[__socketio::arg::<String>("path", __socketio::Optional::<String>::YES).param],
        0usize,
    )
};
