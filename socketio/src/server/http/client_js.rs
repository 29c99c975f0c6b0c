//! ClientJs: the official JavaScript client, served below the server's path: `/socket.io/socket.io.min.js` and others. The
//! files have fixed names and are read once, so a request cannot read any other file.

use std::{fs, io, path::Path};

use bytes::Bytes;
use http::{
    HeaderMap, HeaderValue, Method, Response, StatusCode,
    header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION},
};
use sha1::{Digest as _, Sha1};

/// The release of the official client that the default redirects to.
const VERSION: &str = "4.8.3";

/// Where the default redirects to.
const CDN: &str = "https://cdn.socket.io";

/// The names of the files in the official package, with their source maps.
const FILES: [&str; 8] = [
    "socket.io.js",
    "socket.io.js.map",
    "socket.io.min.js",
    "socket.io.min.js.map",
    "socket.io.esm.min.js",
    "socket.io.esm.min.js.map",
    "socket.io.msgpack.min.js",
    "socket.io.msgpack.min.js.map",
];

/// Where the official JavaScript client comes from, when a page asks for `/socket.io/socket.io.min.js` or another of its files.
///
/// ```no_run
/// use socketio::{ClientJs, SocketIo};
///
/// # fn build() -> Result<(), Box<dyn std::error::Error>> {
/// let client = ClientJs::directory("node_modules/socket.io-client/dist")?;
/// let io = SocketIo::builder().client_js(client).build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct ClientJs(Source);

#[derive(Clone, Debug, Default)]
enum Source {
    #[default]
    Cdn,
    Memory(Vec<File>),
    Off,
}

#[derive(Clone, Debug)]
struct File {
    name: &'static str,
    content: Bytes,
    etag: HeaderValue,
}

impl ClientJs {
    /// Redirects to the public CDN; the default.
    #[must_use]
    pub fn cdn() -> Self {
        Self(Source::Cdn)
    }

    /// Serves the files of an installed package: `node_modules/socket.io-client/dist`, or `socket.io`'s `client-dist`.
    ///
    /// # Errors
    ///
    /// If the directory cannot be read or holds none of the client's files.
    pub fn directory(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let mut files = Vec::new();
        for name in FILES {
            match fs::read(path.join(name)) {
                Ok(content) => files.push(File::new(name, content)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => {
                    return Err(io::Error::new(
                        error.kind(),
                        format!("{}: {error}", path.join(name).display()),
                    ));
                }
            }
        }
        if files.is_empty() {
            let message = format!(
                "`{}` holds no file of the client, such as {}",
                path.display(),
                FILES[2]
            );
            return Err(io::Error::new(io::ErrorKind::NotFound, message));
        }
        Ok(Self(Source::Memory(files)))
    }

    /// Serves no client: a request for one of its files gets 404.
    #[must_use]
    pub fn off() -> Self {
        Self(Source::Off)
    }

    /// The names of the files that are served.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        FILES.into_iter().filter(|name| self.has(name))
    }

    /// Whether a file of this name is served.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The response to a request for a file.
    pub(crate) fn serve(
        &self,
        method: &Method,
        name: &str,
        request: &HeaderMap,
    ) -> Response<Bytes> {
        let Some(found) = self.find(name) else {
            return empty(StatusCode::NOT_FOUND);
        };
        if method != Method::GET && method != Method::HEAD {
            let mut response = empty(StatusCode::METHOD_NOT_ALLOWED);
            response
                .headers_mut()
                .insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            return response;
        }
        match found {
            Found::Elsewhere(name) => redirect(name),
            Found::Here(file) => file.respond(request),
        }
    }

    fn find(&self, name: &str) -> Option<Found<'_>> {
        match &self.0 {
            Source::Cdn => {
                let known = FILES.into_iter().find(|known| *known == name)?;
                Some(Found::Elsewhere(known))
            }
            Source::Memory(files) => {
                let file = files.iter().find(|file| file.name == name)?;
                Some(Found::Here(file))
            }
            Source::Off => None,
        }
    }
}

/// A file of the client, and where it is.
enum Found<'a> {
    /// On the CDN, under this name.
    Elsewhere(&'static str),
    /// In memory.
    Here(&'a File),
}

impl File {
    fn new(name: &'static str, content: Vec<u8>) -> Self {
        let hash: String = Sha1::digest(&content)
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let etag = HeaderValue::try_from(format!("\"{hash}\"")).expect("hexadecimal is ASCII");
        Self {
            name,
            content: content.into(),
            etag,
        }
    }

    fn respond(&self, request: &HeaderMap) -> Response<Bytes> {
        let known = is_known(&self.etag, request);
        let mut response = Response::new(if known {
            Bytes::new()
        } else {
            self.content.clone()
        });
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        let content_type = if self.name.ends_with(".map") {
            "application/json; charset=utf-8"
        } else {
            "application/javascript; charset=utf-8"
        };
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        // Browsers keep the file but ask at each use whether it has changed, so that an upgrade of the package counts at once.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=0"));
        headers.insert(ETAG, self.etag.clone());
        response
    }
}

/// Whether the browser has this version of a file already.
fn is_known(etag: &HeaderValue, request: &HeaderMap) -> bool {
    request
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|tag| tag.trim())
        .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == *etag)
}

fn redirect(name: &str) -> Response<Bytes> {
    let mut response = empty(StatusCode::FOUND);
    let location = format!("{CDN}/{VERSION}/{name}");
    let location = HeaderValue::try_from(location).expect("names of files are ASCII");
    response.headers_mut().insert(LOCATION, location);
    response
}

fn empty(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(client: &ClientJs, name: &str) -> Response<Bytes> {
        client.serve(&Method::GET, name, &HeaderMap::new())
    }

    fn installed() -> (tempfile::TempDir, ClientJs) {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("socket.io.min.js"), "let io;").unwrap();
        fs::write(directory.path().join("socket.io.min.js.map"), "{}").unwrap();
        fs::write(directory.path().join("secret.txt"), "secret").unwrap();
        let client = ClientJs::directory(directory.path()).unwrap();
        (directory, client)
    }

    #[test]
    fn by_default_the_cdn_is_named() {
        let response = get(&ClientJs::default(), "socket.io.min.js");

        assert_eq!(response.status(), StatusCode::FOUND);
        assert_eq!(
            response.headers()[LOCATION],
            "https://cdn.socket.io/4.8.3/socket.io.min.js"
        );
    }

    #[test]
    fn installed_files_come_with_type_and_tag() {
        let (_directory, client) = installed();

        let script = get(&client, "socket.io.min.js");
        assert_eq!(script.status(), StatusCode::OK);
        assert_eq!(
            script.headers()[CONTENT_TYPE],
            "application/javascript; charset=utf-8"
        );
        assert_eq!(script.body(), "let io;");
        let map = get(&client, "socket.io.min.js.map");
        assert_eq!(
            map.headers()[CONTENT_TYPE],
            "application/json; charset=utf-8"
        );
        assert_ne!(script.headers()[ETAG], map.headers()[ETAG]);
    }

    #[test]
    fn a_known_file_is_not_sent_again() {
        let (_directory, client) = installed();
        let etag = get(&client, "socket.io.min.js").headers()[ETAG]
            .to_str()
            .unwrap()
            .to_owned();

        for (tags, status) in [
            (etag.clone(), 304),
            (format!("W/{etag}"), 304),
            (format!("\"x\", {etag}"), 304),
            ("*".to_owned(), 304),
            ("\"x\"".to_owned(), 200),
        ] {
            let headers = HeaderMap::from_iter([(IF_NONE_MATCH, tags.parse().unwrap())]);
            let response = client.serve(&Method::GET, "socket.io.min.js", &headers);
            assert_eq!(response.status(), status, "{tags}");
            assert_eq!(response.body().is_empty(), status == 304);
        }
    }

    #[test]
    fn no_other_file_is_served() {
        let (_directory, client) = installed();

        for name in [
            "secret.txt",
            "../secret.txt",
            "./socket.io.min.js",
            "socket.io.js",
            "SOCKET.IO.MIN.JS",
            "",
            "%2e",
        ] {
            assert_eq!(get(&client, name).status(), StatusCode::NOT_FOUND, "{name}");
        }
        assert_eq!(
            get(&ClientJs::off(), "socket.io.min.js").status(),
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            get(&ClientJs::default(), "x.js").status(),
            StatusCode::NOT_FOUND
        );
    }

    #[test]
    fn files_are_read_not_written() {
        let response =
            ClientJs::default().serve(&Method::POST, "socket.io.min.js", &HeaderMap::new());

        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(response.headers()[ALLOW], "GET, HEAD");
    }

    #[test]
    fn a_directory_without_the_client_is_an_error() {
        let directory = tempfile::tempdir().unwrap();

        let error = ClientJs::directory(directory.path()).unwrap_err();

        assert!(
            error.to_string().contains("holds no file of the client"),
            "{error}"
        );
    }
}
