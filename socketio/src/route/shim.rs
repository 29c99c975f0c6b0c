//! What the shim of a route does: decode each argument, call, reply. Here rather than in the expansion, where each
//! handler would have the compiler check it again.

use std::{future::Future, sync::Arc};

use super::{Arg, Call, Error, HandlerFuture, Kind, Namespace, Outcome};

macro_rules! arity {
    ($call:ident $method:ident $($type:ident $value:ident)*) => {
        /// Calls a fn of so many parameters.
        ///
        /// # Errors
        ///
        /// An argument does not fit.
        #[allow(clippy::too_many_arguments, reason = "one for each parameter")]
        pub fn $call<$($type,)* F>(
            mut call: Call<'_>,
            kind: Kind,
            $($value: Arg<$type>,)*
            handler: impl FnOnce($($type),*) -> F,
            reply: impl FnOnce(F::Output, bool) -> Outcome + Send + 'static,
        ) -> Result<HandlerFuture, Error>
        where
            F: Future + Send + 'static,
        {
            $(let $value = $value.take(&mut call)?;)*
            call.finish(kind)?;
            Ok(call.run(handler($($value),*), reply))
        }

        /// Calls a method of so many parameters.
        ///
        /// # Errors
        ///
        /// An argument does not fit.
        #[allow(clippy::too_many_arguments, reason = "one for each parameter")]
        pub fn $method<N: Namespace, $($type,)* F>(
            call: Call<'_>,
            kind: Kind,
            $($value: Arg<$type>,)*
            handler: impl FnOnce(Arc<N>, $($type),*) -> F,
            reply: impl FnOnce(F::Output, bool) -> Outcome + Send + 'static,
        ) -> Result<HandlerFuture, Error>
        where
            F: Future + Send + 'static,
        {
            let instance = call.instance()?;
            $call(call, kind, $($value,)* |$($value),*| handler(instance, $($value),*), reply)
        }
    };
}

arity!(call0 method0);
arity!(call1 method1 A a);
arity!(call2 method2 A a B b);
arity!(call3 method3 A a B b C c);
arity!(call4 method4 A a B b C c D d);
arity!(call5 method5 A a B b C c D d E e);
arity!(call6 method6 A a B b C c D d E e G g);
arity!(call7 method7 A a B b C c D d E e G g H h);
arity!(call8 method8 A a B b C c D d E e G g H h I i);
arity!(call9 method9 A a B b C c D d E e G g H h I i J j);
arity!(call10 method10 A a B b C c D d E e G g H h I i J j K k);
arity!(call11 method11 A a B b C c D d E e G g H h I i J j K k L l);
arity!(call12 method12 A a B b C c D d E e G g H h I i J j K k L l M m);
