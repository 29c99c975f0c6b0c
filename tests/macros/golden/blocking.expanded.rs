#[allow(clippy::needless_pass_by_value)]
fn digest(path: String) -> usize {
    path.len()
}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct digest {}
#[doc(hidden)]
impl digest {
    const __PARAMS: &'static [::socketio::__private::Param] = {
        #[allow(unused_imports)]
        use ::socketio::__private::Required as _;
        &[
            ::socketio::__private::arg::<
                String,
            >("path", ::socketio::__private::Optional::<String>::YES)
                .param,
        ]
    };
    const __ROUTES: &'static [::socketio::__private::Route] = {
        #[allow(unused_imports)]
        use ::socketio::__private::{Plain as _, Required as _};
        &[
            ::socketio::__private::Route {
                kind: ::socketio::__private::Kind::Event,
                namespace: "/",
                event: "digest",
                name: ::core::concat!(::core::module_path!(), "::digest"),
                location: ::socketio::__private::Location {
                    file: ::core::file!(),
                    line: ::core::line!(),
                    column: ::core::column!(),
                },
                order: ::socketio::__private::Order::Default,
                params: digest::__PARAMS,
                call: |__call| ::socketio::__private::call1(
                    __call,
                    ::socketio::__private::Kind::Event,
                    ::socketio::__private::arg::<
                        String,
                    >("path", ::socketio::__private::Optional::<String>::YES),
                    |__0| ::socketio::__private::blocking(move || digest(__0)),
                    |__value, __wanted| {
                        ::socketio::__private::Returned(__value).reply(__wanted)
                    },
                ),
            },
        ]
    };
}
#[automatically_derived]
impl ::socketio::__private::Handler for digest {}
const _: () = ::socketio::__private::check(
    ::socketio::__private::Kind::Event,
    digest::__PARAMS,
    0usize,
);
