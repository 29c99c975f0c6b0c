async fn a() {}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct a {}
const _: () = {
    use my_crate::realtime::__private::import::*;
    #[doc(hidden)]
    impl a {
        const __ROUTES: __socketio::Listed = __socketio::Some(
            &[
                __socketio::Route {
                    declared: __socketio::declared(
                        __socketio::Kind::Event,
                        "/",
                        "a",
                        ::core::module_path!(),
                        "a",
                    ),
                    shim: &__socketio::call0(a, __socketio::Returned::<()>::reply),
                },
            ],
        );
    }
};
fn routes() {
    {
        use my_crate::realtime::__private::import::*;
        const __LIST: &[__socketio::Listed; 1usize] = &{
            #[allow(unused_imports)]
            use __socketio::{Unrouted as _, unlisted::__Handler};
            [
                {
                    #[allow(unused_imports)]
                    use a as __Handler;
                    __Handler::__ROUTES
                },
            ]
        };
        const _: () = {
            let earlier = &__socketio::earlier::<1usize, 2usize>(__LIST);
            let names: &[&::core::primitive::str; 1usize] = &["a"];
            __socketio::listed(__LIST, earlier, names, 0usize);
        };
        __socketio::Routes::listed(__LIST)
    }
}
