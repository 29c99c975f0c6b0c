//! Shim: a fn, how its arguments are made and what becomes of its return value. A macro puts one together from what the
//! user wrote; what is done with it is here, where the compiler checks it once and not for each handler.

use std::{any::Any, future::Future, sync::Arc};

use crate::{
    packet::Codec,
    route::{Arg, Error, HandlerFuture, Invocation, Kind, Outcome, ParamInfo, Returned},
};

/// A handler as a table keeps it.
pub trait Shim: Send + Sync {
    /// Its parameters, without the object of a method.
    fn params(&self) -> Vec<ParamInfo>;

    /// Decodes the arguments, then makes the future that runs the user's fn. A method is called on `instance`.
    ///
    /// # Errors
    ///
    /// An argument does not fit.
    fn call(
        &self,
        instance: Option<&Instance>,
        kind: Kind,
        invocation: &mut Invocation<'_>,
    ) -> Result<HandlerFuture, Error>;
}

/// The object whose methods are the handlers of a namespace.
pub(crate) type Instance = Arc<dyn Any + Send + Sync>;

/// The object of a namespace as its own type, for which its methods are.
fn downcast<N: Send + Sync + 'static>(instance: Option<&Instance>) -> Result<Arc<N>, Error> {
    instance
        .and_then(|instance| Arc::clone(instance).downcast().ok())
        .ok_or_else(|| Error::from("the handler's namespace object is missing"))
}

/// A shim, shared by the tables of all namespaces that have its handler.
pub(crate) type Callee = Arc<dyn Shim>;

/// What a shim is made of. Its parts are pointers to fns, because a closure would give each handler types of its own.
struct Parts<A, F, O> {
    args: A,
    handler: F,
    reply: fn(Returned<O>, Option<Codec>) -> Outcome,
}

/// What a table calls, for a fn and, with an `object`, for a method.
macro_rules! shim {
    ([$($generics:tt)*] $handler:ty, ($($object:ident)?), $($type:ident $value:ident)*) => {
        impl<$($generics)*> Shim for Parts<($(Arg<$type>,)*), $handler, R::Output>
        where
            R: Future + Send + 'static,
        {
            fn params(&self) -> Vec<ParamInfo> {
                let ($($value,)*) = &self.args;
                vec![$($value.param),*]
            }

            fn call(
                &self,
                _instance: Option<&Instance>,
                kind: Kind,
                invocation: &mut Invocation<'_>,
            ) -> Result<HandlerFuture, Error> {
                let ($($value,)*) = &self.args;
                $(let $object = downcast(_instance)?;)?
                $(let $value = $value.take(invocation)?;)*
                invocation.finish(kind)?;
                Ok(invocation.run((self.handler)($($object,)? $($value),*), self.reply))
            }
        }
    };
}

macro_rules! arity {
    ($call:ident $method:ident $($type:ident $value:ident)*) => {
        /// The shim of a fn with this number of parameters.
        #[allow(clippy::too_many_arguments, reason = "one for each parameter")]
        pub fn $call<$($type: 'static,)* R>(
            $($value: Arg<$type>,)*
            handler: fn($($type),*) -> R,
            reply: fn(Returned<R::Output>, Option<Codec>) -> Outcome,
        ) -> Callee
        where
            R: Future<Output: 'static> + Send + 'static,
        {
            Arc::new(Parts { args: ($($value,)*), handler, reply })
        }

        shim!([$($type,)* R] fn($($type),*) -> R, (), $($type $value)*);

        /// The shim of a method with this number of parameters.
        #[allow(clippy::too_many_arguments, reason = "one for each parameter")]
        pub fn $method<N: Send + Sync + 'static, $($type: 'static,)* R>(
            $($value: Arg<$type>,)*
            handler: fn(Arc<N>, $($type),*) -> R,
            reply: fn(Returned<R::Output>, Option<Codec>) -> Outcome,
        ) -> Callee
        where
            R: Future<Output: 'static> + Send + 'static,
        {
            Arc::new(Parts { args: ($($value,)*), handler, reply })
        }

        shim!([N: Send + Sync + 'static, $($type,)* R] fn(Arc<N>, $($type),*) -> R, (object), $($type $value)*);
    };
}

/// The functions that make a shim, one for each number of parameters. An expansion names nothing else of this file.
pub(crate) mod calls {
    use super::*;

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
}
