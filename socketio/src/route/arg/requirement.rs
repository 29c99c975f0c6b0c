//! Requirement: what a parameter needs the program to provide before the server is built.

use std::{
    any::{TypeId, type_name},
    sync::Arc,
};

/// Something the program must provide before the server is built.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Requirement {
    id: TypeId,
    /// Of the value in an `Arc` of the program's own.
    shared: TypeId,
    /// How the parameter is written, around the name of the state's type.
    form: [&'static str; 2],
    name: fn() -> &'static str,
}

impl Requirement {
    /// A state of type `T`, for a parameter of this form.
    pub(in crate::route) const fn state<T: 'static>(form: [&'static str; 2]) -> Self {
        Self {
            id: TypeId::of::<T>(),
            shared: TypeId::of::<Arc<T>>(),
            form,
            name: type_name::<T>,
        }
    }

    /// Whether `has_state` or nothing is needed: `()` is always there.
    pub(in crate::route) fn is_met(&self, has_state: &dyn Fn(TypeId) -> bool) -> bool {
        self.id == TypeId::of::<()>() || has_state(self.id)
    }

    /// Whether the program gave an `Arc` of the state.
    pub(in crate::route) fn is_wrapped(&self, has_state: &dyn Fn(TypeId) -> bool) -> bool {
        has_state(self.shared)
    }

    /// The parameter's type.
    pub(in crate::route) fn param(&self) -> String {
        self.form.join((self.name)())
    }
}
