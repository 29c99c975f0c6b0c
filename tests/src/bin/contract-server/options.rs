//! Options: the command line, read. Knows no defaults but its own.

/// Where the program listens.
pub(crate) struct Options {
    pub(crate) host: String,
    pub(crate) port: u16,
}

impl Options {
    /// `--host` and `--port`, both optional; port 0 is any that is free.
    pub(crate) fn parse(mut args: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            host: "127.0.0.1".to_owned(),
            port: 3900,
        };
        while let Some(name) = args.next() {
            let value = args
                .next()
                .ok_or_else(|| format!("`{name}` needs a value"))?;
            match name.as_str() {
                "--host" => options.host = value,
                "--port" => {
                    options.port = value.parse().map_err(|_| format!("`{value}` is no port"))?
                }
                _ => {
                    return Err(format!(
                        "unknown option `{name}`; there are `--host` and `--port`"
                    ));
                }
            }
        }
        Ok(options)
    }
}
