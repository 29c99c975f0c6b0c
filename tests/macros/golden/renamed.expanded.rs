async fn a() {}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct a {}
const _: () = {
    #[allow(unused_imports)]
    use my_crate::realtime::__private::{self as __socketio, Plain as _, Required as _};
    #[doc(hidden)]
    impl a {
        const __ROUTES: ::core::option::Option<&'static [__socketio::Route]> = ::core::option::Option::Some(
            &[
                __socketio::Route {
                    kind: __socketio::Kind::Event,
                    namespace: "/",
                    event: "a",
                    module: ::core::module_path!(),
                    name: "a",
                    location: __socketio::Location::here(),
                    order: __socketio::Order::Default,
                    shim: &__socketio::call0(a, __socketio::Returned::<()>::reply),
                },
            ],
        );
    }
};
fn routes() {
    {
        #[allow(unused_imports)]
        use my_crate::realtime::__private::{
            self as __socketio, Plain as _, Required as _,
        };
        const __LIST: &[::core::option::Option<&[__socketio::Route]>; 1usize] = &{
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
