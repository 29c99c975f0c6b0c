//! Team: the parts put together.

use axum::Router;
use socketio::{ClientJs, Io, SocketIo};
use tower_sessions::{
    Expiry, SessionManagerLayer,
    cookie::{SameSite, time::Duration},
};

use crate::{
    board::Board,
    chat::Chat,
    database::Database,
    presence::Presence,
    sessions::Sessions,
    users::Users,
    web::{self, Web},
};

/// How long a login lasts that nobody uses.
const IDLE: Duration = Duration::days(14);

/// What the parts share. Clones share the database.
#[derive(Clone)]
pub(crate) struct Team {
    pub(crate) database: Database,
    pub(crate) users: Users,
    pub(crate) sessions: Sessions,
    client: ClientJs,
}

/// The application, ready to be served.
pub(crate) struct App {
    pub(crate) server: SocketIo,
    pub(crate) io: Io,
    pub(crate) router: Router,
}

impl Team {
    pub(crate) fn new(database: Database, client: ClientJs) -> Self {
        Self {
            users: Users::new(database.clone()),
            sessions: Sessions::new(database.clone()),
            database,
            client,
        }
    }

    pub(crate) fn board(&self) -> Board {
        Board {
            database: self.database.clone(),
        }
    }

    fn chat(&self) -> Chat {
        Chat {
            database: self.database.clone(),
            presence: Presence::default(),
        }
    }

    /// Pages and sockets below one session layer. `secure` means that cookies are sent by TLS only.
    pub(crate) fn app(&self, secure: bool) -> socketio::Result<App> {
        let server = SocketIo::builder()
            .namespace(self.chat())
            .namespace(self.board())
            .state(self.users.clone())
            .client_js(self.client.clone())
            .build()?;
        let io = server.io();
        let sessions = SessionManagerLayer::new(self.sessions.clone())
            .with_name("team")
            .with_secure(secure)
            .with_same_site(SameSite::Lax)
            .with_expiry(Expiry::OnInactivity(IDLE));
        let web = Web {
            team: self.clone(),
            users: self.users.clone(),
            io: io.clone(),
        };
        let router = web::routes()
            .with_state(web)
            .merge(examples::assets())
            .merge(server.router())
            .layer(sessions);
        Ok(App { server, io, router })
    }
}
