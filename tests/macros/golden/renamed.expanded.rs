async fn a() {}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct a {}
#[doc(hidden)]
impl a {
    const __PARAMS: &'static [my_crate::realtime::__private::Param] = {
        #[allow(unused_imports)]
        use my_crate::realtime::__private::Required as _;
        &[]
    };
    const __ROUTES: &'static [my_crate::realtime::__private::Route] = {
        #[allow(unused_imports)]
        use my_crate::realtime::__private::{Plain as _, Required as _};
        &[
            my_crate::realtime::__private::Route {
                kind: my_crate::realtime::__private::Kind::Event,
                namespace: "/",
                event: "a",
                name: ::core::concat!(::core::module_path!(), "::a"),
                location: my_crate::realtime::__private::Location {
                    file: ::core::file!(),
                    line: ::core::line!(),
                    column: ::core::column!(),
                },
                order: my_crate::realtime::__private::Order::Default,
                params: a::__PARAMS,
                call: |__call| my_crate::realtime::__private::call0(
                    __call,
                    my_crate::realtime::__private::Kind::Event,
                    a,
                    |__value, __wanted| {
                        my_crate::realtime::__private::Returned(__value).reply(__wanted)
                    },
                ),
            },
        ]
    };
}
#[automatically_derived]
impl my_crate::realtime::__private::Handler for a {}
fn routes() {
    {
        const __LIST: &[my_crate::realtime::__private::Listed] = {
            #[allow(unused_imports)]
            use my_crate::realtime::__private::{Unrouted as _, unlisted::__Handler};
            &[
                {
                    #[allow(unused_imports)]
                    use a as __Handler;
                    my_crate::realtime::__private::Listed::new::<
                        __Handler,
                    >(__Handler::__ROUTES)
                },
            ]
        };
        const _: () = my_crate::realtime::__private::listed(
            __LIST,
            0usize,
            "`a` is not a handler: write `#[on(\"..\")]` or `#[event]` above it",
        );
        my_crate::realtime::__private::Routes::listed(__LIST)
    }
}
