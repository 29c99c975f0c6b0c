//! Syntax to meaning. Knows Socket.IO: every rule, and every message about one, is here.

mod class;
mod declaration;
mod event;
mod handler;
mod keys;
mod kind;
mod limits;
mod name;
mod param;

use syn::{Attribute, Ident, LitStr, Path};

use crate::diagnostic::Errors;

pub(crate) use class::Class;
pub(crate) use declaration::Declaration;
pub(crate) use event::Event;
pub(crate) use handler::{Handler, Receiver};
pub(crate) use keys::{Keys, Order};
pub(crate) use kind::Kind;
pub(crate) use limits::Limits;
pub(crate) use param::Param;

/// The attributes that make a fn a handler.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Macro {
    On,
    Event,
    OnError,
    OnErrorDefault,
}

impl Macro {
    const ALL: [Self; 4] = [Self::On, Self::Event, Self::OnError, Self::OnErrorDefault];

    /// The one that an attribute of a fn is, by its last word.
    pub(crate) fn of(attribute: &Attribute) -> Option<Self> {
        let name = &attribute.path().segments.last()?.ident;
        Self::ALL.into_iter().find(|of| name == of.name())
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Event => "event",
            Self::OnError => "on_error",
            Self::OnErrorDefault => "on_error_default",
        }
    }

    /// The keys it knows.
    const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::On | Self::Event => &[
                "namespace",
                "serial",
                "concurrent",
                "latest",
                "blocking",
                "guard",
                "middleware",
                "rate",
                "max_size",
                "timeout",
                "crate",
            ],
            Self::OnError => &["namespace", "crate"],
            Self::OnErrorDefault => &["crate"],
        }
    }
}

/// Where the runtime is: `::socketio`, or what `crate = ".."` says.
#[derive(Clone, Default)]
pub(crate) struct Krate(pub(crate) Option<Path>);

impl Krate {
    pub(crate) fn new(value: &LitStr, errors: &Errors) -> Self {
        let path = value.parse_with(Path::parse_mod_style);
        if path.is_err() {
            errors.at(
                value,
                "`crate` takes a path: write `crate = \"my_crate::socketio\"`",
            );
        }
        Self(path.ok())
    }
}

/// A fn's name as it is said, without `r#`.
fn plain(ident: &Ident) -> String {
    use syn::ext::IdentExt as _;
    ident.unraw().to_string()
}
