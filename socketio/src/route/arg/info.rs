//! ParamInfo: what is known of a handler's parameter before the handler runs, and how the parameter's value is made.

use std::marker::PhantomData;

use super::{FromArg, Takes, preparation::Preparation, requirement::Requirement};
use crate::route::{Error, Invocation};

/// Tells whether `T` is an `Option`: `Optional::<T>::YES`. The type decides, not how it is written, so an alias of an
/// `Option` counts as well.
#[derive(Debug)]
pub struct Optional<T>(PhantomData<T>);

impl<T> Optional<Option<T>> {
    /// An `Option` is optional.
    pub const YES: bool = true;
}

/// Says that types other than `Option` are not optional.
pub trait Required {
    /// Other types are not optional.
    const YES: bool = false;
}

impl<T> Required for Optional<T> {}

/// One parameter of a handler, as far as its type tells.
#[derive(Clone, Copy, Debug)]
pub struct ParamInfo {
    pub(in crate::route) name: &'static str,
    pub(in crate::route) takes: Takes,
    pub(in crate::route) optional: bool,
    /// Whether `name` is not the program's, as for the parameters of a closure.
    pub(in crate::route) by_position: bool,
    /// Called when the server is built, so that the compiler need not evaluate it.
    needs: fn() -> Needs,
}

/// What must be there before the server is built, what must be prepared before the handler is called, and what tells
/// whether a value from the name of the namespace fits.
type Needs = (
    Option<Requirement>,
    Option<Preparation>,
    Option<fn(&str) -> bool>,
);

impl ParamInfo {
    pub(in crate::route) fn name(&self) -> &'static str {
        self.name
    }

    /// What the program must have provided.
    pub(in crate::route) fn requires(&self) -> Option<Requirement> {
        (self.needs)().0
    }

    /// How its value is prepared, if it has to be waited for.
    pub(in crate::route) fn preparation(&self) -> Option<Preparation> {
        (self.needs)().1
    }

    pub(in crate::route) fn takes(&self) -> Takes {
        self.takes
    }

    /// What tells whether a value from the name of the namespace fits, if it takes one.
    pub(in crate::route) fn fits(&self) -> Option<fn(&str) -> bool> {
        (self.needs)().2
    }

    /// Whether its value is one from the name of the namespace.
    pub(in crate::route) const fn is_named(&self) -> bool {
        matches!(self.takes, Takes::Param)
    }

    /// The parameter of a closure, which has no name.
    pub(in crate::route) fn unnamed(self) -> Self {
        Self {
            by_position: true,
            ..self
        }
    }

    pub(in crate::route) const fn is_wire(&self) -> bool {
        matches!(self.takes, Takes::One | Takes::Rest | Takes::Auth)
    }
}

/// A parameter of type `T`: what the rules need to know, and how its value is made. Expansions use it.
#[derive(Debug)]
pub struct Arg<T> {
    /// What the rules need to know of the parameter.
    pub param: ParamInfo,
    take: fn(&mut Invocation<'_>, &'static str) -> Result<T, Error>,
}

impl<T> Arg<T> {
    /// Says whether the client may leave the argument out. That counts only for an argument of the event.
    #[must_use]
    pub const fn optional(mut self, yes: bool) -> Self {
        self.param.optional = yes && matches!(self.param.takes, Takes::One);
        self
    }

    /// Makes the value. `T` needs no bound here; see [`arg`].
    pub(in crate::route) fn take(&self, invocation: &mut Invocation<'_>) -> Result<T, Error> {
        (self.take)(invocation, self.param.name)
    }
}

/// A parameter of type `T`. This is the only place with the bound `T: FromArg`, so that the compiler reports a type
/// without that trait once.
#[must_use]
pub const fn arg<T: FromArg>(name: &'static str) -> Arg<T> {
    let param = ParamInfo {
        name,
        takes: T::TAKES,
        optional: false,
        by_position: false,
        needs: || (T::REQUIRES, T::PREPARE, T::FITS),
    };
    Arg {
        param,
        take: take::<T>,
    }
}

/// Makes the value of the parameter of this name.
pub(in crate::route) fn take<T: FromArg>(
    invocation: &mut Invocation<'_>,
    name: &'static str,
) -> Result<T, Error> {
    invocation.set_param(name, T::PREPARE.is_some());
    T::from_arg(invocation)
}
