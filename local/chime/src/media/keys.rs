//! Key frames: whoever begins to look needs one, and the source has to be asked for it.

use std::time::{Duration, Instant};

use str0m::media::{KeyframeRequestKind, Mid};

use super::ConnectionId;
use super::calls::Calls;

/// A source is not asked for key frames more often than this.
const KEY_PERIOD: Duration = Duration::from_millis(300);

impl Calls {
    /// Asks every source for a key frame for whom somebody waits.
    pub(super) fn ask_for_keys(&mut self, now: Instant) {
        let waited_for: Vec<u32> = self
            .connections
            .values()
            .filter(|viewer| viewer.is_seated())
            .flat_map(|viewer| {
                let lines = viewer.videos.values();
                lines.filter(|line| {
                    line.flowing != Some(line.stream) && !viewer.paused.contains(&line.stream)
                })
            })
            .map(|line| line.stream)
            .collect();
        for stream in waited_for {
            self.ask_for_key(stream, now);
        }
    }

    /// A viewer lost something in one of its sections.
    pub(super) fn key_wanted(&mut self, id: ConnectionId, mid: Mid, now: Instant) {
        let viewer = self.connections.get(&id);
        if let Some(line) = viewer.and_then(|viewer| viewer.videos.get(&mid)) {
            self.ask_for_key(line.stream, now);
        }
    }

    fn ask_for_key(&mut self, stream: u32, now: Instant) {
        let source = self.connections.iter_mut().find_map(|(id, one)| {
            let camera = one.camera.as_mut()?;
            (camera.stream == stream).then_some((*id, camera, one.rtc.as_mut()?))
        });
        let Some((id, camera, rtc)) = source else {
            return;
        };
        if camera.asked_for_key.is_some_and(|at| now < at + KEY_PERIOD) {
            return;
        }
        let asked = rtc.writer(camera.mid).is_some_and(|mut writer| {
            writer
                .request_keyframe(None, KeyframeRequestKind::Pli)
                .is_ok()
        });
        if asked {
            camera.asked_for_key = Some(now);
            self.busy.insert(id);
        }
    }
}
