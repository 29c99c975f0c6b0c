//! Class: an `impl` block that is a namespace, and the methods that are its handlers.

use syn::Path;

use super::{Handler, Keys, Krate, Limits, name};
use crate::{
    diagnostic::Errors,
    parse::{Arguments, Block, Member},
};

const KEYS: &[&str] = &[
    "guard",
    "middleware",
    "rate",
    "max_size",
    "timeout",
    "crate",
];

/// A class-based namespace.
pub(crate) struct Class {
    pub(crate) namespace: String,
    pub(crate) handlers: Vec<Handler>,
    /// Those that run around all its events, the outermost first.
    pub(crate) middlewares: Vec<Path>,
    /// Those of all its events together.
    pub(crate) limits: Limits,
    pub(crate) krate: Krate,
}

impl Class {
    /// Takes the attributes of this crate away from the methods.
    pub(crate) fn new(arguments: &Arguments, block: &mut Block, errors: &Errors) -> Self {
        let keys = Keys::new("namespace", KEYS, arguments, errors);
        let namespace = match arguments.strings.as_slice() {
            [] => {
                if errors.is_empty() {
                    errors.span(
                        arguments.span,
                        "the namespace's name is missing: write `#[namespace(\"/chat\")]`",
                    );
                }
                "/".to_owned()
            }
            [name, more @ ..] => {
                for other in more {
                    errors.at(other, "an object is one namespace: remove this");
                }
                name::namespace(name, errors)
            }
        };
        if let Some((path, _)) = &block.of {
            errors.at(
                path,
                "a namespace is made of a type's own methods: remove the trait from this `impl`",
            );
        }
        let functions = block.members.iter_mut().filter_map(|member| match member {
            Member::Function(function) => Some(function),
            Member::Other(_) => None,
        });
        let mut handlers: Vec<Handler> = functions
            .filter_map(|function| Handler::method(function, &namespace, errors))
            .collect();
        one_handler_each(&handlers, errors);
        guard_all(&mut handlers, &keys.guards);
        Self {
            namespace,
            handlers,
            middlewares: keys.middlewares,
            limits: keys.limits,
            krate: keys.krate,
        }
    }
}

/// Puts the guards of the class before those of each event.
fn guard_all(handlers: &mut [Handler], guards: &[Path]) {
    let declarations = handlers
        .iter_mut()
        .flat_map(|handler| &mut handler.declarations);
    for declaration in declarations.filter(|declaration| declaration.is_event()) {
        declaration.guards.splice(..0, guards.iter().cloned());
    }
}

/// Every event has one handler; the second is told where the first is.
fn one_handler_each(handlers: &[Handler], errors: &Errors) {
    for (index, handler) in handlers.iter().enumerate() {
        for declaration in &handler.declarations {
            let earlier = handlers[..index].iter().find(|earlier| {
                earlier
                    .declarations
                    .iter()
                    .any(|earlier| earlier.clashes_with(declaration))
            });
            if let Some(earlier) = earlier {
                let message = format!(
                    "{} has a handler already, `{}`: remove one of them",
                    declaration.what(),
                    earlier.name
                );
                errors.span(declaration.span, message);
            }
        }
    }
}
