//! What the service needs to know of a client's offer, and what it changes in its own answer.
//!
//! The client binds a remote video by its media stream id, which has to be `v_` and the section's mid. It was
//! seen to hold for the npm package amazon-chime-sdk-js 3.32.

use str0m::change::{SdpAnswer, SdpOffer};

/// Sections of an offer that is still answered. A client has one for audio, one for its camera, and one for each
/// of at most 25 remote videos.
const SECTIONS_MAX: usize = 64;

/// Bytes of an offer that is still answered. One with 25 videos takes some 40 KiB.
const OFFER_MAX: usize = 64 * 1024;

/// How the lines of an offer begin that are left out.
const UNREAD: [&str; 3] = ["a=simulcast:", "a=rid:", "a=candidate:"];

/// A video section of an offer, in the order of the offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VideoSection {
    pub(crate) mid: String,
    /// Whether the client wants to receive in it and sends nothing.
    pub(crate) receives: bool,
    pub(crate) sends: bool,
}

/// The label under which a client looks for the video that comes in a section.
pub(crate) fn track_label(mid: &str) -> String {
    format!("v_{mid}")
}

/// The video sections of an offer.
pub(crate) fn video_sections(offer: &str) -> Vec<VideoSection> {
    let videos = sections(offer).filter(|section| section.starts_with("m=video"));
    videos
        .map(|section| VideoSection {
            mid: attribute(section, "a=mid:").unwrap_or_default().to_owned(),
            receives: section.lines().any(|line| line == "a=recvonly"),
            sends: (section.lines()).any(|line| line == "a=sendonly" || line == "a=sendrecv"),
        })
        .collect()
}

/// Reads an offer. Layers of one video are declined: what a client sends to all is what each can decode. Nor are
/// its addresses read: the service, which has only one, answers from where it is asked.
pub(crate) fn read_offer(offer: &str) -> Option<SdpOffer> {
    if offer.len() > OFFER_MAX || sections(offer).skip(1).count() > SECTIONS_MAX {
        return None;
    }
    let plain: String = offer
        .lines()
        .filter(|line| !UNREAD.iter().any(|start| line.starts_with(start)))
        .flat_map(|line| [line, "\r\n"])
        .collect();
    SdpOffer::from_sdp_string(&plain).ok()
}

/// Writes an answer with the stream ids that the client looks for.
pub(crate) fn write_answer(answer: &SdpAnswer) -> String {
    label(&answer.to_sdp_string())
}

/// The synchronization source with which the answer announces the video of a section.
pub(crate) fn source_of(answer: &str, mid: &str) -> Option<u32> {
    let section = sections(answer).find(|section| attribute(section, "a=mid:") == Some(mid))?;
    let source = attribute(section, "a=ssrc:")?;
    source.split(' ').next()?.parse().ok()
}

fn label(answer: &str) -> String {
    let (mut labelled, mut mid) = (String::new(), None);
    for part in sections(answer) {
        if part.starts_with("m=") {
            mid = part
                .starts_with("m=video")
                .then(|| attribute(part, "a=mid:"))
                .flatten();
        }
        for line in part.lines() {
            match (mid, line.strip_prefix("a=msid:")) {
                (Some(mid), Some(ids)) => {
                    let track = ids.split(' ').nth(1).unwrap_or(mid);
                    labelled.push_str(&format!("a=msid:{} {track}", track_label(mid)));
                }
                _ => labelled.push_str(line),
            }
            labelled.push_str("\r\n");
        }
    }
    labelled
}

/// The description's parts: what holds for all, then each media section.
fn sections(sdp: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(sdp);
    std::iter::from_fn(move || {
        let text = rest?;
        let (section, left) = match text.find("\nm=") {
            Some(end) => (&text[..=end], Some(&text[end + 1..])),
            None => (text, None),
        };
        rest = left;
        Some(section)
    })
}

fn attribute<'a>(section: &'a str, name: &str) -> Option<&'a str> {
    section.lines().find_map(|line| line.strip_prefix(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFER: &str = "v=0\r\ns=-\r\nm=audio 9 RTP 111\r\na=mid:0\r\na=sendrecv\r\n\
        m=video 9 RTP 96\r\na=mid:1\r\na=sendonly\r\na=msid:- camera\r\n\
        m=video 9 RTP 96\r\na=mid:2\r\na=recvonly\r\n";

    #[test]
    fn sections_are_found_in_their_order() {
        let section = |mid: &str, sends, receives| VideoSection {
            mid: mid.to_owned(),
            receives,
            sends,
        };
        let expected = [section("1", true, false), section("2", false, true)];
        assert_eq!(video_sections(OFFER), expected);
        assert_eq!(video_sections(""), []);
        assert_eq!(video_sections("m="), []);
        assert_eq!(video_sections("\nm=video\r\n"), [section("", false, false)]);
    }

    #[test]
    fn videos_are_labelled_with_their_section_and_nothing_else_is() {
        let answer = "v=0\r\nm=audio 9 RTP 111\r\na=mid:0\r\na=msid:x y\r\n\
            m=video 9 RTP 96\r\na=mid:7\r\na=msid:stream track\r\na=ssrc:42 cname:c\r\n";
        let expected = answer.replace("a=msid:stream track", "a=msid:v_7 track");
        assert_eq!(label(answer), expected);
        assert_eq!(source_of(&expected, "7"), Some(42));
        assert_eq!(source_of(&expected, "0"), None);
        assert_eq!(source_of(&expected, "9"), None);
    }

    #[test]
    fn candidates_are_not_read_and_an_offer_that_is_very_large_is_not_either() {
        let with = |candidates: usize| {
            let candidate = "a=candidate:1 1 udp 2130706431 10.0.0.1 9 typ host\r\n";
            read_offer(&format!(
                "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n{0}\
                 m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=sendrecv\r\n\
                 a=rtpmap:111 opus/48000/2\r\n{0}",
                candidate.repeat(candidates)
            ))
        };
        let read = with(500).map(|offer| offer.to_sdp_string());
        assert!(read.is_some_and(|offer| !offer.contains("candidate")));
        assert_eq!(with(1_000), None);
    }

    #[test]
    fn an_offer_of_very_many_sections_is_not_read() {
        let with = |videos: usize| {
            let videos: String = (1..=videos)
                .map(|mid| {
                    format!(
                        "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:{mid}\r\n\
                         a=recvonly\r\na=rtpmap:96 VP8/90000\r\n"
                    )
                })
                .collect();
            read_offer(&format!(
                "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n{videos}"
            ))
        };
        assert!(with(SECTIONS_MAX).is_some());
        assert_eq!(with(SECTIONS_MAX + 1), None);
    }

    #[test]
    fn characters_of_many_bytes_do_no_harm() {
        assert_eq!(video_sections("é\nm=video\na=mid:ü\n").len(), 1);
        assert_eq!(read_offer("\u{1F600}\nm=video"), None);
    }
}
