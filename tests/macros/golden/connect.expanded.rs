async fn connect(auth: Option<Token>) -> Result<(), ConnectionRefused> {
    check(auth)
}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct connect {}
#[doc(hidden)]
impl connect {
    const __PARAMS: &'static [::socketio::__private::Param] = {
        #[allow(unused_imports)]
        use ::socketio::__private::Required as _;
        &[
            ::socketio::__private::arg::<
                Option<Token>,
            >("auth", ::socketio::__private::Optional::<Option<Token>>::YES)
                .param,
        ]
    };
    const __ROUTES: &'static [::socketio::__private::Route] = {
        #[allow(unused_imports)]
        use ::socketio::__private::{Plain as _, Required as _};
        &[
            ::socketio::__private::Route {
                kind: ::socketio::__private::Kind::Connect,
                namespace: "/",
                event: "connect",
                name: ::core::concat!(::core::module_path!(), "::connect"),
                location: ::socketio::__private::Location {
                    file: ::core::file!(),
                    line: ::core::line!(),
                    column: ::core::column!(),
                },
                order: ::socketio::__private::Order::Default,
                params: connect::__PARAMS,
                call: |__call| ::socketio::__private::call1(
                    __call,
                    ::socketio::__private::Kind::Connect,
                    ::socketio::__private::arg::<
                        Option<Token>,
                    >("auth", ::socketio::__private::Optional::<Option<Token>>::YES),
                    connect,
                    |__value, _| ::socketio::__private::Accept::accept(__value),
                ),
            },
        ]
    };
}
#[automatically_derived]
impl ::socketio::__private::Handler for connect {}
const _: () = ::socketio::__private::check(
    ::socketio::__private::Kind::Connect,
    connect::__PARAMS,
    0usize,
);
async fn disconnect(reason: Reason) {
    log(reason);
}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct disconnect {}
#[doc(hidden)]
impl disconnect {
    const __PARAMS: &'static [::socketio::__private::Param] = {
        #[allow(unused_imports)]
        use ::socketio::__private::Required as _;
        &[
            ::socketio::__private::arg::<
                Reason,
            >("reason", ::socketio::__private::Optional::<Reason>::YES)
                .param,
        ]
    };
    const __ROUTES: &'static [::socketio::__private::Route] = {
        #[allow(unused_imports)]
        use ::socketio::__private::{Plain as _, Required as _};
        &[
            ::socketio::__private::Route {
                kind: ::socketio::__private::Kind::Disconnect,
                namespace: "/",
                event: "disconnect",
                name: ::core::concat!(::core::module_path!(), "::disconnect"),
                location: ::socketio::__private::Location {
                    file: ::core::file!(),
                    line: ::core::line!(),
                    column: ::core::column!(),
                },
                order: ::socketio::__private::Order::Default,
                params: disconnect::__PARAMS,
                call: |__call| ::socketio::__private::call1(
                    __call,
                    ::socketio::__private::Kind::Disconnect,
                    ::socketio::__private::arg::<
                        Reason,
                    >("reason", ::socketio::__private::Optional::<Reason>::YES),
                    disconnect,
                    |__value, _| ::socketio::__private::Done::done(__value),
                ),
            },
        ]
    };
}
#[automatically_derived]
impl ::socketio::__private::Handler for disconnect {}
const _: () = ::socketio::__private::check(
    ::socketio::__private::Kind::Disconnect,
    disconnect::__PARAMS,
    0usize,
);
