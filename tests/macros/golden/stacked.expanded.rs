#[cfg(feature = "search")]
async fn search(text: String) -> Vec<String> {
    find(&text).await
}
#[cfg(feature = "search")]
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct search {}
#[cfg(feature = "search")]
#[doc(hidden)]
impl search {
    const __PARAMS: &'static [::socketio::__private::Param] = {
        #[allow(unused_imports)]
        use ::socketio::__private::Required as _;
        &[
            ::socketio::__private::arg::<
                String,
            >("text", ::socketio::__private::Optional::<String>::YES)
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
                event: "search",
                name: ::core::concat!(::core::module_path!(), "::search"),
                location: ::socketio::__private::Location {
                    file: ::core::file!(),
                    line: ::core::line!(),
                    column: ::core::column!(),
                },
                order: ::socketio::__private::Order::Latest,
                params: search::__PARAMS,
                call: |__call| ::socketio::__private::call1(
                    __call,
                    ::socketio::__private::Kind::Event,
                    ::socketio::__private::arg::<
                        String,
                    >("text", ::socketio::__private::Optional::<String>::YES),
                    search,
                    |__value, __wanted| {
                        ::socketio::__private::Returned(__value).reply(__wanted)
                    },
                ),
            },
            ::socketio::__private::Route {
                kind: ::socketio::__private::Kind::Event,
                namespace: "/",
                event: "find",
                name: ::core::concat!(::core::module_path!(), "::search"),
                location: ::socketio::__private::Location {
                    file: ::core::file!(),
                    line: ::core::line!(),
                    column: ::core::column!(),
                },
                order: ::socketio::__private::Order::concurrent(4usize),
                params: search::__PARAMS,
                call: |__call| ::socketio::__private::call1(
                    __call,
                    ::socketio::__private::Kind::Event,
                    ::socketio::__private::arg::<
                        String,
                    >("text", ::socketio::__private::Optional::<String>::YES),
                    search,
                    |__value, __wanted| {
                        ::socketio::__private::Returned(__value).reply(__wanted)
                    },
                ),
            },
        ]
    };
}
#[cfg(feature = "search")]
#[automatically_derived]
impl ::socketio::__private::Handler for search {}
#[cfg(feature = "search")]
const _: () = ::socketio::__private::check(
    ::socketio::__private::Kind::Event,
    search::__PARAMS,
    0usize,
);
