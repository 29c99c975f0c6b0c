async fn any(event: EventName, args: Args) {
    log(event, args);
}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct any {}
#[doc(hidden)]
impl any {
    const __PARAMS: &'static [::socketio::__private::Param] = {
        #[allow(unused_imports)]
        use ::socketio::__private::Required as _;
        &[
            ::socketio::__private::arg::<
                EventName,
            >("event", ::socketio::__private::Optional::<EventName>::YES)
                .param,
            ::socketio::__private::arg::<
                Args,
            >("args", ::socketio::__private::Optional::<Args>::YES)
                .param,
        ]
    };
    const __ROUTES: &'static [::socketio::__private::Route] = {
        #[allow(unused_imports)]
        use ::socketio::__private::{Plain as _, Required as _};
        &[
            ::socketio::__private::Route {
                kind: ::socketio::__private::Kind::CatchAll,
                namespace: "/",
                event: "*",
                name: ::core::concat!(::core::module_path!(), "::any"),
                location: ::socketio::__private::Location {
                    file: ::core::file!(),
                    line: ::core::line!(),
                    column: ::core::column!(),
                },
                order: ::socketio::__private::Order::Default,
                params: any::__PARAMS,
                call: |__call| ::socketio::__private::call2(
                    __call,
                    ::socketio::__private::Kind::CatchAll,
                    ::socketio::__private::arg::<
                        EventName,
                    >("event", ::socketio::__private::Optional::<EventName>::YES),
                    ::socketio::__private::arg::<
                        Args,
                    >("args", ::socketio::__private::Optional::<Args>::YES),
                    any,
                    |__value, __wanted| {
                        ::socketio::__private::Returned(__value).reply(__wanted)
                    },
                ),
            },
        ]
    };
}
#[automatically_derived]
impl ::socketio::__private::Handler for any {}
const _: () = ::socketio::__private::check(
    ::socketio::__private::Kind::CatchAll,
    any::__PARAMS,
    0usize,
);
const _: () = ::socketio::__private::check(
    ::socketio::__private::Kind::CatchAll,
    any::__PARAMS,
    1usize,
);
