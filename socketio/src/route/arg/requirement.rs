//! Requirement: a state that the program must provide before the server is built, because a parameter takes it.

use std::{
    any::{TypeId, type_name},
    sync::Arc,
};

/// Something the program must provide before the server is built.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Requirement {
    id: TypeId,
    /// The id of an `Arc` of the state, which programs give by mistake.
    shared: TypeId,
    /// What the program writes before and after the name of the state's type, such as `State<` and `>`.
    form: [&'static str; 2],
    name: fn() -> &'static str,
}

impl Requirement {
    /// Requires a state of type `T`, for a parameter that is written in this form.
    pub(in crate::route) const fn state<T: 'static>(form: [&'static str; 2]) -> Self {
        Self {
            id: TypeId::of::<T>(),
            shared: TypeId::of::<Arc<T>>(),
            form,
            name: type_name::<T>,
        }
    }

    /// Whether the state is there. The state `()` always is.
    pub(in crate::route) fn is_met(&self, has_state: &dyn Fn(TypeId) -> bool) -> bool {
        self.id == TypeId::of::<()>() || has_state(self.id)
    }

    /// Whether the program gave an `Arc` of the state.
    pub(in crate::route) fn is_wrapped(&self, has_state: &dyn Fn(TypeId) -> bool) -> bool {
        has_state(self.shared)
    }

    /// The parameter's type, as the program writes it.
    pub(in crate::route) fn param(&self) -> String {
        self.form.join((self.name)())
    }
}
