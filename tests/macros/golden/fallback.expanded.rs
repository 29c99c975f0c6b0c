fn step(to: &Position) {
    go(to);
}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct step {}
#[doc(hidden)]
impl step {
    const __PARAMS: &'static [::socketio::__private::Param] = &[];
    const __ROUTES: &'static [::socketio::__private::Route] = &[];
}
#[automatically_derived]
impl ::socketio::__private::Handler for step {}
::core::compile_error! {
    "namespace must start with `/`: write `\"/game\"`"
}
::core::compile_error! {
    "a handler owns its arguments: write `Position`"
}
::core::compile_error! {
    "a handler is an `async fn`: write `async fn step`"
}
