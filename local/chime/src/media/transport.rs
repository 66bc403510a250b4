//! The packets of all calls, which share one UDP socket: which connection each is for, and what goes out.

use std::collections::HashMap;
use std::mem;
use std::net::SocketAddr;
use std::time::Instant;

use str0m::Event;

use super::ConnectionId;
use super::calls::Calls;

/// The service's side of the socket. It neither reads nor writes it.
pub(super) struct Transport {
    /// Where clients send.
    pub(super) address: SocketAddr,
    outgoing: Vec<(SocketAddr, Vec<u8>)>,
    /// The connection that took the last packet from an address.
    peers: HashMap<SocketAddr, ConnectionId>,
}

impl Transport {
    /// For a socket that is bound to this address.
    pub(super) fn new(address: SocketAddr) -> Self {
        Self {
            address,
            outgoing: Vec::new(),
            peers: HashMap::new(),
        }
    }

    /// Gives a packet to the connection that accepts it; one that none accepts is dropped.
    pub(super) fn receive(
        &mut self,
        calls: &mut Calls,
        from: SocketAddr,
        bytes: &[u8],
        now: Instant,
    ) {
        let to = self.address;
        let known = self.peers.get(&from).copied();
        let accepts = |id: &ConnectionId| {
            let connection = calls.connections.get(id);
            connection.is_some_and(|one| one.accepts(from, to, bytes))
        };
        let id = known
            .filter(accepts)
            .or_else(|| calls.connections.keys().copied().find(|id| accepts(id)));
        let Some(id) = id else { return };
        if known != Some(id) {
            self.peers.insert(from, id);
        }
        if let Some(connection) = calls.connections.get_mut(&id) {
            connection.take(from, to, bytes, now);
        }
        calls.busy.insert(id);
    }

    /// Lets one connection that has something to send send it, and returns what happened in it; none
    /// if no connection has anything to send.
    pub(super) fn drain(
        &mut self,
        calls: &mut Calls,
        now: Instant,
    ) -> Option<(ConnectionId, Vec<Event>)> {
        let id = calls.busy.pop_first()?;
        let connection = calls.connections.get_mut(&id);
        let events = connection.map(|one| one.drain(&mut self.outgoing, now));
        Some((id, events.unwrap_or_default()))
    }

    /// Takes the packets that are to be sent.
    pub(super) fn take_outgoing(&mut self) -> Vec<(SocketAddr, Vec<u8>)> {
        mem::take(&mut self.outgoing)
    }

    /// Forgets the addresses of connections that are gone.
    pub(super) fn forget(&mut self, calls: &Calls) {
        self.peers
            .retain(|_, id| calls.connections.contains_key(id));
    }

    /// Whether no address is known.
    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.peers.is_empty()
    }
}
