//! What is printed about the demo data: ids, and a session to walk through.

use super::{Demo, DemoBooking};

impl Demo {
    /// The ids, and a walk through the first video session in `curl` lines.
    pub fn walk(&self, url: &str) -> String {
        let mut text = String::from("Demo bookings (the concierge is con_demo):\n");
        for DemoBooking {
            id,
            session_type,
            provider,
            member,
            starts_at,
        } in &self.bookings
        {
            text.push_str(&format!(
                "  {starts_at}  {session_type}  {id}  {provider}  {member}\n"
            ));
        }
        let Some(video) = self
            .bookings
            .iter()
            .find(|booking| booking.session_type == "video")
        else {
            return text;
        };
        let DemoBooking {
            id,
            provider,
            member,
            ..
        } = video;
        text + &format!(
            r#"
A video session (docs/walkthrough.md explains it), step by step:
  A={url}; B={id}
  show()  {{ python3 -c "import json, sys; it = json.load(sys.stdin); print($1)"; }}
  token() {{ curl -s $A/_local/token -d "{{\"sub\":\"$1\",\"role\":\"$2\"}}" | show 'it["accessToken"]'; }}
  call()  {{ curl -s -X "$1" "$A$3" -H "authorization: Bearer $2" -H 'content-type: application/json' ${{4:+-d "$4"}}; echo; }}
  P=$(token {provider} provider); M=$(token {member} member)
  call GET  $M /v1/bookings/$B                   # the booking
  call POST $M /v1/bookings/$B/session/join      # waits
  call POST $P /v1/bookings/$B/session/start     # the meeting, and its generation
  call POST $P /v1/bookings/$B/session/presence '{{"state":"joined","generation":1}}'
  call POST $M /v1/bookings/$B/session/join      # admitted
  call POST $P /v1/bookings/$B/session/end"#
        )
    }
}
