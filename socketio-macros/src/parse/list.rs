//! A list of paths; in front of it, perhaps, `crate = "path",`.

use syn::{
    LitStr, Path, Token,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
};

/// `crate = "path", a, b::c`
pub(crate) struct List {
    pub(crate) krate: Option<LitStr>,
    pub(crate) paths: Punctuated<Path, Token![,]>,
}

impl Parse for List {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut krate = None;
        if input.peek(Token![crate]) && input.peek2(Token![=]) {
            input.parse::<Token![crate]>()?;
            input.parse::<Token![=]>()?;
            krate = Some(input.parse()?);
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(Self {
            krate,
            paths: Punctuated::parse_terminated_with(input, path)?,
        })
    }
}

fn path(input: ParseStream<'_>) -> syn::Result<Path> {
    if input.peek(Token![|]) || input.peek(Token![move]) || input.peek(Token![async]) {
        return Err(input.error(
            "a closure has no attribute that says what it handles: \
             write `routes![..].on_event(\"my event\", async |text: String| ..)`",
        ));
    }
    input.call(Path::parse_mod_style).map_err(|error| {
        syn::Error::new(
            error.span(),
            "expected the path of a handler, such as `chat::leave`",
        )
    })
}
