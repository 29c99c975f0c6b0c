//! HTTP: the page, login and logout, and announcements to everybody in the chat.

use axum::{
    Form, Json, Router,
    extract::{FromRef, FromRequestParts, State},
    http::{StatusCode, header::CONTENT_TYPE, request::Parts},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use socketio::{Event as _, Io};
use tower_sessions::Session as HttpSession;

use crate::{
    app::Team,
    event::Announcement,
    login::{self, OfLogin, OfUser},
    users::{Role, User, Users},
};

/// What HTTP handlers share.
#[derive(Clone, FromRef)]
pub(crate) struct Web {
    pub(crate) team: Team,
    pub(crate) users: Users,
    pub(crate) io: Io,
}

pub(crate) fn routes() -> Router<Web> {
    let script = (
        [(CONTENT_TYPE, "text/javascript")],
        include_str!("page/team.js"),
    );
    Router::new()
        .route("/", get(async || Html(include_str!("page/index.html"))))
        .route("/team.js", get(async move || script))
        .route("/me", get(me))
        .route("/login", post(log_in))
        .route("/logout", post(log_out))
        .route("/logout-everywhere", post(log_out_everywhere))
        .route("/announce", post(announce))
}

async fn me(user: User) -> Json<User> {
    Json(user)
}

#[derive(Deserialize)]
struct Credentials {
    name: String,
    password: String,
}

async fn log_in(
    State(users): State<Users>,
    session: HttpSession,
    Form(credentials): Form<Credentials>,
) -> Result<Json<User>, Failure> {
    let Credentials { name, password } = credentials;
    let Some(user) = users.log_in(name, password).await? else {
        return Err(Failure::new(
            StatusCode::UNAUTHORIZED,
            "wrong name or password",
        ));
    };
    // The session gets a new id, so that somebody who knew the old one is not logged in.
    session.cycle_id().await?;
    session.insert(login::USER, user.id).await?;
    Ok(Json(user))
}

/// Ends this login, and disconnects all tabs of this browser.
async fn log_out(State(io): State<Io>, session: HttpSession) -> Result<StatusCode, Failure> {
    let login = OfLogin::of(&session);
    session.flush().await?;
    if let Some(OfLogin(id)) = login {
        for namespace in ["/chat", "/board"] {
            let of_login = OfLogin(id.clone());
            io.disconnect(of_login).namespace(namespace).await?;
        }
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Ends all logins of this user, and disconnects their tabs on all devices.
async fn log_out_everywhere(
    State(team): State<Team>,
    State(io): State<Io>,
    user: User,
) -> Result<StatusCode, Failure> {
    // The sessions first: a client that comes back at once must not be let in.
    team.sessions.end(user.id).await?;
    for namespace in ["/chat", "/board"] {
        io.disconnect(OfUser(user.id)).namespace(namespace).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct Words {
    text: String,
}

async fn announce(
    State(io): State<Io>,
    user: User,
    Json(Words { text }): Json<Words>,
) -> Result<StatusCode, Failure> {
    if user.role != Role::Lead {
        return Err(Failure::new(
            StatusCode::FORBIDDEN,
            "only who leads the team may announce",
        ));
    }
    let by = user.name;
    Announcement { by, text }.via(&io).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The user who has logged in; without one, the request is refused.
impl<S: Send + Sync> FromRequestParts<S> for User
where
    Users: FromRef<S>,
{
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let session = HttpSession::from_request_parts(parts, state).await;
        let session = session.map_err(|(status, text)| Failure::new(status, text))?;
        let user = login::current(&Users::from_ref(state), &session).await?;
        user.ok_or_else(|| Failure::new(StatusCode::UNAUTHORIZED, "log in first"))
    }
}

/// Why a request failed, as the browser is told.
pub(crate) struct Failure {
    status: StatusCode,
    text: &'static str,
}

impl Failure {
    fn new(status: StatusCode, text: &'static str) -> Self {
        Self { status, text }
    }
}

/// The reason of an unexpected error is in the log, and not in the response.
impl<E: Into<socketio::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        tracing::error!(error = %error.into(), "a request has failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "something has failed here",
        )
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (self.status, self.text).into_response()
    }
}
