async fn ping() {}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct ping {}
#[doc(hidden)]
impl ping {
    const __PARAMS: &'static [::socketio::__private::Param] = {
        #[allow(unused_imports)]
        use ::socketio::__private::Required as _;
        &[]
    };
    const __ROUTES: &'static [::socketio::__private::Route] = {
        #[allow(unused_imports)]
        use ::socketio::__private::{Plain as _, Required as _};
        &[
            ::socketio::__private::Route {
                kind: ::socketio::__private::Kind::Event,
                namespace: "/",
                event: "ping",
                name: ::core::concat!(::core::module_path!(), "::ping"),
                location: ::socketio::__private::Location {
                    file: ::core::file!(),
                    line: ::core::line!(),
                    column: ::core::column!(),
                },
                order: ::socketio::__private::Order::Default,
                params: ping::__PARAMS,
                call: |__call| ::socketio::__private::call0(
                    __call,
                    ::socketio::__private::Kind::Event,
                    ping,
                    |__value, __wanted| {
                        ::socketio::__private::Returned(__value).reply(__wanted)
                    },
                ),
            },
        ]
    };
}
#[automatically_derived]
impl ::socketio::__private::Handler for ping {}
