//! Options: the command line, read. Knows no defaults but its own.

use tests::ClusterOptions;

/// Where the program listens, and the cluster that it belongs to.
pub(crate) struct Options {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) cluster: ClusterOptions,
}

impl Options {
    /// `--host`, `--port`, and those of a cluster, all optional; port 0 is any that is free.
    pub(crate) fn parse(mut args: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            host: "127.0.0.1".to_owned(),
            port: 3900,
            cluster: ClusterOptions::default(),
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
                _ if options.cluster.take(&name, &value)? => {}
                _ => {
                    return Err(format!(
                        "unknown option `{name}`; there are `--host`, `--port`, `--queue`, `--dialect` and `--channel`"
                    ));
                }
            }
        }
        Ok(options)
    }
}
