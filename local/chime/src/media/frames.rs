//! Frames of the signalling protocol, as bytes and as values.

use jiff::Timestamp;
use prost::Message;

use super::parts;

#[allow(missing_docs, clippy::all, unreachable_pub, reason = "generated")]
mod proto {
    include!(concat!(env!("OUT_DIR"), "/signal.rs"));
}

#[cfg(test)]
pub(crate) use proto::AudioControl;
pub(crate) use proto::frame::Kind;
pub(crate) use proto::ping_pong::Kind as PingPongKind;
pub(crate) use proto::{
    Allocation, AudioMetadata, AudioState, AudioStatus, DataMessage, DataMessages, Error, Frame,
    Index, Join, JoinAck, Leave, MediaType, PingPong, RemoteVideoUpdate, Roster, RosterEntry,
    StreamDescriptor, Subscribe, SubscribeAck, Track,
};

/// The byte before every message.
const MARK: u8 = 5;

/// A message that is not one of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a frame of the signalling protocol")]
pub(crate) struct NotAFrame;

/// Reads a message from a client.
pub(crate) fn decode(bytes: &[u8]) -> Result<Frame, NotAFrame> {
    let (mark, message) = bytes.split_first().ok_or(NotAFrame)?;
    if *mark != MARK {
        return Err(NotAFrame);
    }
    if !parts::are_few(message) {
        return Err(NotAFrame);
    }
    Frame::decode(message).map_err(|_| NotAFrame)
}

/// What the service says, without its time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Say {
    JoinAck(JoinAck),
    Index(Index),
    SubscribeAck(SubscribeAck),
    /// May not send video, and may stay.
    ViewOnly,
    Roster(Vec<RosterEntry>),
    Volumes(Vec<AudioState>),
    Messages(Vec<DataMessage>),
    Pong(u32),
    AudioStatus(u32),
    LeaveAck,
}

impl Say {
    /// The message's bytes, said at `now`.
    pub(crate) fn encode(self, now: Timestamp) -> Vec<u8> {
        let frame = self.frame(u64::try_from(now.as_millisecond()).unwrap_or_default());
        let mut bytes = vec![MARK];
        bytes.extend(frame.encode_to_vec());
        bytes
    }

    fn frame(self, timestamp_ms: u64) -> Frame {
        let frame = |kind: Kind| Frame {
            timestamp_ms,
            kind: kind.into(),
            ..Frame::default()
        };
        match self {
            Self::JoinAck(ack) => Frame {
                join_ack: Some(ack),
                ..frame(Kind::JoinAck)
            },
            Self::Index(index) => Frame {
                index: Some(index),
                ..frame(Kind::Index)
            },
            Self::SubscribeAck(ack) => Frame {
                subscribe_ack: Some(ack),
                ..frame(Kind::SubscribeAck)
            },
            Self::ViewOnly => Frame {
                error: Some(Error { status: Some(206) }),
                ..frame(Kind::Index)
            },
            Self::Roster(entries) => Frame {
                roster: Some(Roster { entries }),
                ..frame(Kind::AudioStreamIdInfo)
            },
            Self::Volumes(states) => Frame {
                audio_metadata: Some(AudioMetadata { states }),
                ..frame(Kind::AudioMetadata)
            },
            Self::Messages(messages) => Frame {
                data_messages: Some(DataMessages { messages }),
                ..frame(Kind::DataMessage)
            },
            Self::Pong(ping_id) => Frame {
                ping_pong: Some(PingPong {
                    kind: PingPongKind::Pong.into(),
                    ping_id,
                }),
                ..frame(Kind::PingPong)
            },
            Self::AudioStatus(status) => Frame {
                audio_status: Some(AudioStatus {
                    status: Some(status),
                }),
                ..frame(Kind::AudioStatus)
            },
            Self::LeaveAck => Frame {
                leave_ack: Some(Leave {}),
                ..frame(Kind::LeaveAck)
            },
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_frame_is_the_mark_and_a_message() {
        let now = Timestamp::from_millisecond(1_795_341_600_123).unwrap();
        let bytes = Say::Pong(7).encode(now);
        assert_eq!(bytes[0], 5);
        let frame = decode(&bytes).unwrap();
        assert_eq!(frame.timestamp_ms, 1_795_341_600_123);
        assert_eq!(frame.kind(), Kind::PingPong);
        assert_eq!(frame.ping_pong.unwrap().ping_id, 7);
    }

    #[test]
    fn fields_have_the_numbers_that_the_client_uses() {
        // Timestamp, kind 20, and part 21 with the status in its field 1.
        let bytes = Say::AudioStatus(410).encode(Timestamp::UNIX_EPOCH);
        assert_eq!(bytes, [5, 8, 0, 16, 20, 170, 1, 3, 8, 154, 3]);
        // Kind 18, and part 19 with one entry: stream 1 is gone, and was dropped.
        let gone = RosterEntry {
            audio_stream_id: Some(1),
            dropped: Some(true),
            ..RosterEntry::default()
        };
        let bytes = Say::Roster(vec![gone]).encode(Timestamp::UNIX_EPOCH);
        assert_eq!(bytes, [5, 8, 0, 16, 18, 154, 1, 6, 10, 4, 8, 1, 40, 1]);
    }

    #[test]
    fn what_is_no_frame_is_refused() {
        for bytes in [&[][..], &[4, 8, 0], &[5, 255], &[5, 34, 200, 1]] {
            assert_eq!(decode(bytes), Err(NotAFrame), "{bytes:?}");
        }
    }

    #[test]
    fn fields_that_are_not_known_are_skipped() {
        // Kind 21 is CLIENT_METRIC, its part has number 22.
        let frame = decode(&[5, 8, 1, 16, 21, 178, 1, 2, 10, 0]).unwrap();
        assert_eq!(frame.kind, 21);
    }
}
