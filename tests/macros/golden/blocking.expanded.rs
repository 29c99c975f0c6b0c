#[allow(clippy::needless_pass_by_value)]
fn digest(path: String) -> usize {
    path.len()
}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct digest {}
const _: () = {
    #[allow(unused_imports)]
    use ::socketio::__private::{self as __socketio, Plain as _, Required as _};
    #[doc(hidden)]
    impl digest {
        const __ROUTES: ::core::option::Option<&'static [__socketio::Route]> = ::core::option::Option::Some(
            &[
                __socketio::Route {
                    kind: __socketio::Kind::Event,
                    namespace: "/",
                    event: "digest",
                    module: ::core::module_path!(),
                    name: "digest",
                    location: __socketio::Location::here(),
                    order: __socketio::Order::Default,
                    shim: &__socketio::call1(
                        __socketio::arg::<
                            String,
                        >("path", __socketio::Optional::<String>::YES),
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
