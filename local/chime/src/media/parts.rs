//! How many parts a message has, counted before anything is made of it: a few bytes on the wire may be very many.

use prost::encoding::{DecodeContext, WireType, decode_key, decode_varint, skip_field};

/// Fields of a frame and of its parts together. A client's largest frame has some four for each of 25 videos.
const PARTS_MAX: usize = 256;

/// Whether a message has no more parts than a client means. What is no message has few: it is not read anyway.
pub(super) fn are_few(message: &[u8]) -> bool {
    let mut left = PARTS_MAX;
    for part in Fields(message) {
        left = left.saturating_sub(1 + Fields(part).take(left).count());
    }
    left > 0
}

/// The fields of a message, up to the first that is cut off; those of a given length with what is in them.
struct Fields<'a>(&'a [u8]);

impl<'a> Iterator for Fields<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let (tag, wire) = decode_key(&mut self.0).ok()?;
        if wire != WireType::LengthDelimited {
            skip_field(wire, tag, &mut self.0, DecodeContext::default()).ok()?;
            return Some(&[]);
        }
        let length = decode_varint(&mut self.0).ok()?;
        self.0.split_off(..usize::try_from(length).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use prost::Message;

    use super::*;
    use crate::media::frames::{DataMessage, DataMessages, Frame, StreamDescriptor, Subscribe};

    fn messages(count: usize) -> Vec<u8> {
        let messages = vec![DataMessage::default(); count];
        let frame = Frame {
            data_messages: Some(DataMessages { messages }),
            ..Frame::default()
        };
        frame.encode_to_vec()
    }

    #[test]
    fn a_frame_of_very_many_messages_is_not_read() {
        assert_eq!(
            [250, 300, 30_000].map(|count| are_few(&messages(count))),
            [true, false, false]
        );
    }

    #[test]
    fn neither_is_one_of_very_many_streams_and_one_with_all_that_a_client_has_is() {
        let with = |count: usize| {
            let subscribe = Subscribe {
                send_streams: vec![StreamDescriptor::default(); count],
                receive_stream_ids: vec![7; 64],
                sdp_offer: Some("v=0".repeat(10_000)),
                ..Subscribe::default()
            };
            let frame = Frame {
                subscribe: Some(subscribe),
                ..Frame::default()
            };
            are_few(&frame.encode_to_vec())
        };
        assert_eq!([25, 1_000].map(with), [true, false]);
    }
}
