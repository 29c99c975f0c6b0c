//! Param: what there is to know of a handler's parameter before it runs, and how its value is made.

use std::marker::PhantomData;

use super::{FromArg, Takes, preparation::Preparation, requirement::Requirement};
use crate::route::{Error, Invocation};

/// Whether a type is an `Option`, by type, so that an alias of one counts as well.
#[derive(Debug)]
pub struct Optional<T>(PhantomData<T>);

impl<T> Optional<Option<T>> {
    /// It is.
    pub const YES: bool = true;
}

/// For all other types.
pub trait Required {
    /// It is not.
    const YES: bool = false;
}

impl<T> Required for Optional<T> {}

/// One parameter of a handler, as far as its type tells.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    pub(in crate::route) name: &'static str,
    pub(in crate::route) takes: Takes,
    pub(in crate::route) optional: bool,
    /// Asked when the server is built: nothing that the compiler would have to find out.
    needs: fn() -> Needs,
}

/// What must be there before a handler can be called.
type Needs = (Option<Requirement>, Option<Preparation>);

impl Param {
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

    pub(in crate::route) const fn is_wire(&self) -> bool {
        matches!(self.takes, Takes::One | Takes::Rest | Takes::Auth)
    }
}

/// A parameter, for all that an expansion asks of it.
#[derive(Debug)]
pub struct Arg<T> {
    /// What the rules have to know of it.
    pub param: Param,
    take: fn(&mut Invocation<'_>, &'static str) -> Result<T, Error>,
}

impl<T> Arg<T> {
    /// The same, if it may be left out: where that has been asked of its type, and it is read from the event.
    #[must_use]
    pub const fn optional(mut self, yes: bool) -> Self {
        self.param.optional = yes && matches!(self.param.takes, Takes::One);
        self
    }

    /// Its value. Asks for no trait: see [`arg`].
    pub(in crate::route) fn take(&self, invocation: &mut Invocation<'_>) -> Result<T, Error> {
        (self.take)(invocation, self.param.name)
    }
}

/// A parameter of type `T`. The one place that asks for the trait, so that a type that lacks it is told of once.
#[must_use]
pub const fn arg<T: FromArg>(name: &'static str) -> Arg<T> {
    let param = Param {
        name,
        takes: T::TAKES,
        optional: false,
        needs: || (T::REQUIRES, T::PREPARE),
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
