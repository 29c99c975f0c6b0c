fn step(to: &Position) {
    go(to);
}
#[doc(hidden)]
#[allow(non_camel_case_types, missing_debug_implementations)]
struct step {}
const _: () = {
    #[allow(unused_imports)]
    use ::socketio::__private::{self as __socketio, Plain as _, Required as _};
    #[doc(hidden)]
    impl step {
        const __ROUTES: ::core::option::Option<&'static [__socketio::Route]> = ::core::option::Option::Some(
            &[],
        );
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
