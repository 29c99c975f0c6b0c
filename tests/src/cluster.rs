//! What the programs of the contract read of a cluster on their command line.

use socketio::{Cluster, Dialect};

/// `--queue`, `--dialect` and `--channel`.
#[derive(Clone, Debug, Default)]
pub struct ClusterOptions {
    queue: Option<String>,
    dialect: Dialect,
    channel: Option<String>,
}

impl ClusterOptions {
    /// Takes an option of a cluster; `false` if it is none.
    ///
    /// # Errors
    ///
    /// Its value is unknown.
    pub fn take(&mut self, name: &str, value: &str) -> Result<bool, String> {
        match name {
            "--queue" => self.queue = Some(value.to_owned()),
            "--channel" => self.channel = Some(value.to_owned()),
            "--dialect" => {
                self.dialect = match value {
                    "native" => Dialect::Native,
                    "python" => Dialect::Python,
                    "node-redis" => Dialect::NodeRedis,
                    _ => return Err(format!("there is no dialect `{value}`")),
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The cluster of an instance, with a channel of its own but for `main`; `None` without a queue.
    #[must_use]
    pub fn cluster(&self, instance: &str) -> Option<Cluster> {
        let cluster = Cluster::url(self.queue.clone()?).dialect(self.dialect);
        let family = match self.dialect {
            Dialect::Python => "flask-socketio",
            _ => "socket.io",
        };
        let channel = self.channel.as_deref().unwrap_or(family);
        Some(match instance {
            "main" => cluster.channel(channel),
            _ => cluster.channel(format!("{channel}-{instance}")),
        })
    }
}
