//! Where connections come from: many loopback addresses, so that ports do not run out.

use std::cell::Cell;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use tokio::net::{TcpSocket, TcpStream};

/// Each address has some 28 000 ports, and a port rests for a minute after use.
const ADDRESSES: u8 = 64;

thread_local! {
    static NEXT: Cell<u8> = const { Cell::new(0) };
}

/// Connects from the next address.
pub(crate) async fn connect(server: SocketAddr) -> io::Result<TcpStream> {
    let turn = NEXT.get();
    NEXT.set((turn + 1) % ADDRESSES);
    let socket = TcpSocket::new_v4()?;
    socket.bind((Ipv4Addr::new(127, 0, 1, turn + 1), 0).into())?;
    let stream = socket.connect(server).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}
