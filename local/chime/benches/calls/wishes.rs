//! What a peer says in signalling, and what it answers to what it is told.

use str0m::change::{SdpAnswer, SdpOffer, SdpPendingOffer};
use str0m::media::{Direction, MediaKind};

use crate::peer::Peer;
use crate::signal::{Frame, Kind, MediaType, StreamDescriptor, Subscribe};

/// `duplex` of who sends and receives.
const DUPLEX: i32 = 3;

impl Peer {
    pub(crate) async fn subscribe(&mut self, (offer, pending): (SdpOffer, SdpPendingOffer)) {
        let camera = StreamDescriptor {
            media_type: Some(MediaType::Video.into()),
            max_bitrate_kbps: Some(600),
            framerate: Some(15),
            ..StreamDescriptor::default()
        };
        // The first of the video sections is that of its own camera.
        let wanted = self.other.filter(|_| self.watches);
        let subscribe = Subscribe {
            duplex: Some(DUPLEX),
            send_streams: vec![camera],
            receive_stream_ids: [0].into_iter().chain(wanted).collect(),
            sdp_offer: Some(offer.to_sdp_string()),
            audio_muted: Some(false),
        };
        self.pending = Some(pending);
        self.signal
            .say(Kind::Subscribe, |frame| frame.subscribe = Some(subscribe))
            .await;
    }

    pub(crate) async fn told(&mut self, frame: Frame) {
        match frame.kind() {
            Kind::SubscribeAck => {
                let answer = frame.subscribe_ack.unwrap().sdp_answer.unwrap();
                let answer = SdpAnswer::from_sdp_string(&answer).unwrap();
                let pending = self.pending.take().unwrap();
                self.rtc.sdp_api().accept_answer(pending, answer).unwrap();
            }
            Kind::Index => {
                let sources = frame.index.unwrap_or_default().sources;
                let mut others = sources
                    .iter()
                    .filter(|source| source.attendee_id.as_ref() != Some(&self.attendee));
                self.other = others.next().and_then(|source| source.stream_id);
            }
            Kind::AudioStatus => self.signal.say(Kind::Leave, |_| ()).await,
            _ => {}
        }
        if self.other.is_some() && !self.watches && self.pending.is_none() {
            self.watches = true;
            let mut change = self.rtc.sdp_api();
            change.add_media(MediaKind::Video, Direction::RecvOnly, None, None, None);
            let offer = change.apply().unwrap();
            self.subscribe(offer).await;
        }
    }
}
