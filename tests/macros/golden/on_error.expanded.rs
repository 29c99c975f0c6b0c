async fn failed(error: Error, event: EventName) -> String {
    error.to_string()
}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct failed {}
#[doc(hidden)]
impl failed {
    const __PARAMS: &'static [::socketio::__private::Param] = {
        #[allow(unused_imports)]
        use ::socketio::__private::Required as _;
        &[
            ::socketio::__private::arg::<
                Error,
            >("error", ::socketio::__private::Optional::<Error>::YES)
                .param,
            ::socketio::__private::arg::<
                EventName,
            >("event", ::socketio::__private::Optional::<EventName>::YES)
                .param,
        ]
    };
    const __ROUTES: &'static [::socketio::__private::Route] = {
        #[allow(unused_imports)]
        use ::socketio::__private::{Plain as _, Required as _};
        &[
            ::socketio::__private::Route {
                kind: ::socketio::__private::Kind::Error,
                namespace: "/",
                event: "error",
                name: ::core::concat!(::core::module_path!(), "::failed"),
                location: ::socketio::__private::Location {
                    file: ::core::file!(),
                    line: ::core::line!(),
                    column: ::core::column!(),
                },
                order: ::socketio::__private::Order::Default,
                params: failed::__PARAMS,
                call: |__call| ::socketio::__private::call2(
                    __call,
                    ::socketio::__private::Kind::Error,
                    ::socketio::__private::arg::<
                        Error,
                    >("error", ::socketio::__private::Optional::<Error>::YES),
                    ::socketio::__private::arg::<
                        EventName,
                    >("event", ::socketio::__private::Optional::<EventName>::YES),
                    failed,
                    |__value, __wanted| {
                        ::socketio::__private::Returned(__value).reply(__wanted)
                    },
                ),
            },
        ]
    };
}
#[automatically_derived]
impl ::socketio::__private::Handler for failed {}
const _: () = ::socketio::__private::check(
    ::socketio::__private::Kind::Error,
    failed::__PARAMS,
    0usize,
);
const _: () = ::socketio::__private::check(
    ::socketio::__private::Kind::Error,
    failed::__PARAMS,
    1usize,
);
async fn failed_elsewhere(error: Error) {}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct failed_elsewhere {}
#[doc(hidden)]
impl failed_elsewhere {
    const __PARAMS: &'static [::socketio::__private::Param] = {
        #[allow(unused_imports)]
        use ::socketio::__private::Required as _;
        &[
            ::socketio::__private::arg::<
                Error,
            >("error", ::socketio::__private::Optional::<Error>::YES)
                .param,
        ]
    };
    const __ROUTES: &'static [::socketio::__private::Route] = {
        #[allow(unused_imports)]
        use ::socketio::__private::{Plain as _, Required as _};
        &[
            ::socketio::__private::Route {
                kind: ::socketio::__private::Kind::DefaultError,
                namespace: "/",
                event: "error",
                name: ::core::concat!(::core::module_path!(), "::failed_elsewhere"),
                location: ::socketio::__private::Location {
                    file: ::core::file!(),
                    line: ::core::line!(),
                    column: ::core::column!(),
                },
                order: ::socketio::__private::Order::Default,
                params: failed_elsewhere::__PARAMS,
                call: |__call| ::socketio::__private::call1(
                    __call,
                    ::socketio::__private::Kind::DefaultError,
                    ::socketio::__private::arg::<
                        Error,
                    >("error", ::socketio::__private::Optional::<Error>::YES),
                    failed_elsewhere,
                    |__value, __wanted| {
                        ::socketio::__private::Returned(__value).reply(__wanted)
                    },
                ),
            },
        ]
    };
}
#[automatically_derived]
impl ::socketio::__private::Handler for failed_elsewhere {}
const _: () = ::socketio::__private::check(
    ::socketio::__private::Kind::DefaultError,
    failed_elsewhere::__PARAMS,
    0usize,
);
