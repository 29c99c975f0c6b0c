//! Directory: how the namespaces of a server are found by name, by those who send to them. What else a namespace is
//! besides its members and rooms is not known here.

use std::{fmt, sync::Arc};

use super::{Adapter, Member};
use crate::sid::Sid;

/// The namespaces that can be sent to.
pub(crate) trait Directory: fmt::Debug + Send + Sync {
    /// Looks a namespace up; `None` if no client could join one of that name. None is opened by this: where a name can
    /// be joined and nobody has, the adapter is one without members that nobody else sees.
    fn look_up(&self, name: &str) -> Option<Arc<Adapter>>;

    /// The namespace of this name as other nodes mean it: a name that they say makes nothing that stays.
    fn find_open(&self, name: &str) -> Option<Arc<Adapter>> {
        self.look_up(name)
    }

    /// The member of this node with this sid, and where it is. No sid is in two namespaces.
    fn find_member(&self, sid: Sid) -> Option<(Arc<Adapter>, Arc<Member>)>;

    /// Every namespace, of those whose names clients choose the ones that are open.
    fn all(&self) -> Vec<Arc<Adapter>>;
}
