fn step(to: &Position) {
    go(to);
}
#[doc(hidden)]
pub(crate) struct step {}
const _: () = {
    use ::socketio::__private::import::*;
    impl step {
        pub(crate) const __ROUTES: __socketio::Listed = __socketio::Listed::Wrong;
    }
};
::core::compile_error! {
    "namespace must start with `/`: write `\"/game\"`"
}
::core::compile_error! {
    "a handler owns its arguments: write `Position`"
}
::core::compile_error! {
    "a handler is an `async fn`: write `async fn step`"
}
