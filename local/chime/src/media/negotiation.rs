//! SUBSCRIBE: answers an offer, and notes what the client sends and which videos it wants where.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Instant;

use str0m::media::Mid;

use super::Out;
use super::connection::{Camera, Connection, VideoLine};
use super::frames::{Allocation, MediaType, Say, Subscribe, SubscribeAck, Track};
use super::sdp;

/// `duplex` of a client that sends as well as it receives.
const DUPLEX: i32 = 3;
/// The most videos that one client receives.
pub(super) const VIDEOS_MAX: usize = 25;
/// The label that the client gives to its camera's stream, and looks for.
const CAMERA_LABEL: &str = "AmazonChimeExpressVideo";

/// What a negotiation changed for the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CameraChange {
    None,
    Started,
    Stopped,
}

impl Connection {
    /// Answers an offer. `next_stream` is the id for a camera that starts with it. None if the offer can't be
    /// understood; the connection is torn then.
    pub(super) fn negotiate(
        &mut self,
        subscribe: &Subscribe,
        next_stream: u32,
        address: SocketAddr,
        now: Instant,
    ) -> Option<CameraChange> {
        let answer = self.answer(subscribe, address, now);
        let Some((offered, answer)) = answer else {
            tracing::warn!("an offer that can't be answered");
            self.tell(Out::Tear);
            return None;
        };
        let change = self.follow_camera(subscribe, &offered, next_stream);
        self.follow_wishes(subscribe, &offered);
        let tracks = self.videos.iter().map(|(mid, line)| Track {
            stream_id: Some(line.stream),
            ssrc: sdp::source_of(&answer, mid),
            track_label: Some(sdp::track_label(mid)),
        });
        let ack = SubscribeAck {
            duplex: subscribe.duplex,
            tracks: tracks.collect(),
            allocations: self.camera.iter().map(Camera::allocation).collect(),
            sdp_answer: Some(answer),
        };
        self.say(Say::SubscribeAck(ack));
        Some(change)
    }

    fn answer(
        &mut self,
        subscribe: &Subscribe,
        address: SocketAddr,
        now: Instant,
    ) -> Option<(Vec<sdp::VideoSection>, String)> {
        let text = subscribe.sdp_offer.as_deref()?;
        let offer = sdp::read_offer(text)?;
        if self.rtc.is_none() {
            self.rtc = Connection::open(address, now);
        }
        let answer = self.rtc.as_mut()?.sdp_api().accept_offer(offer).ok()?;
        Some((sdp::video_sections(text), sdp::write_answer(&answer)))
    }

    fn follow_camera(
        &mut self,
        subscribe: &Subscribe,
        offered: &[sdp::VideoSection],
        next_stream: u32,
    ) -> CameraChange {
        let described = subscribe
            .send_streams
            .iter()
            .find(|stream| stream.media_type() == MediaType::Video)
            .filter(|_| subscribe.duplex == Some(DUPLEX));
        let section = offered.iter().find(|section| section.sends);
        let before = self.camera.take();
        let Some((described, section)) = described.zip(section) else {
            return if before.is_some() {
                CameraChange::Stopped
            } else {
                CameraChange::None
            };
        };
        if !self.may_show() {
            self.say(Say::ViewOnly);
            return if before.is_some() {
                CameraChange::Stopped
            } else {
                CameraChange::None
            };
        }
        self.camera = Some(Camera {
            mid: Mid::from(section.mid.as_str()),
            stream: before.map_or(next_stream, |camera| camera.stream),
            asked_for_key: None,
            max_bitrate_kbps: described.max_bitrate_kbps.unwrap_or(1_000),
            framerate: described.framerate.unwrap_or(15),
        });
        if before.is_some() {
            CameraChange::None
        } else {
            CameraChange::Started
        }
    }

    /// Notes what is wanted where. A section that shows what it showed goes on without a new key frame.
    fn follow_wishes(&mut self, subscribe: &Subscribe, offered: &[sdp::VideoSection]) {
        let mut before = std::mem::take(&mut self.videos);
        let wishes = offered.iter().zip(&subscribe.receive_stream_ids);
        let wishes = wishes.filter(|(section, stream)| section.receives && **stream != 0);
        self.videos = wishes
            .take(VIDEOS_MAX)
            .map(|(section, stream)| {
                let mid = Mid::from(section.mid.as_str());
                let mut line = before
                    .remove(&mid)
                    .unwrap_or_else(|| VideoLine::new(*stream));
                line.stream = *stream;
                (mid, line)
            })
            .collect::<HashMap<_, _>>();
    }
}

impl Camera {
    fn allocation(&self) -> Allocation {
        Allocation {
            track_label: Some(CAMERA_LABEL.to_owned()),
            stream_id: Some(self.stream),
            group_id: Some(self.stream),
        }
    }
}
