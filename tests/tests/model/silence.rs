//! S4: who is in is put out only on proof that the provider is gone. Judged by what was stored before
//! the withdrawal was written.

use anteroom_domain::policy::Policy;
use jiff::Timestamp;
use serde_json::Value;

use crate::mirror::{number, text};

/// How long the silence of a provider whom the meeting service has in proves nothing.
const HOUR_MS: i64 = 3_600_000;

/// Whether the write that made `after` of `before` withdraws the member's credentials.
pub(crate) fn is_withdrawal(before: &Value, after: &Value) -> bool {
    let admitted = text(&before["admitted"]["M"]["attendeeId"]);
    !admitted.is_empty() && text(&after["revoking"]) == admitted && after["admitted"].is_null()
}

/// Fails if credentials were withdrawn at `now` although nothing proves the provider gone.
pub(crate) fn check_withdrawal(before: &Value, policy: &Policy, now: Timestamp) {
    let signal = |name: &str| {
        let signal = &before[name]["M"];
        let is_current = number(&signal["generation"]) == number(&before["generation"]);
        (signal.is_object() && is_current).then(|| {
            let is_out = text(&signal["status"]) == "out";
            (number(&signal["at"]), is_out)
        })
    };
    let (client, service) = (signal("hostClient"), signal("hostService"));
    let newest = client.max(service);
    let now = now.as_millisecond();
    match (newest, service) {
        // Somebody said so.
        (Some((_, true)), _) => {}
        (Some((at, false)), Some((_, false))) => {
            assert!(
                now > at + HOUR_MS,
                "S4: the service has the host in: {before}"
            );
        }
        // Only their client has them in, and it is silent: somebody else must be heard. That the
        // service had them out before proves nothing.
        (Some(_), None | Some((_, true))) | (None, _) => {
            let lease = i64::try_from(policy.confirmed_lease.as_millis()).unwrap();
            let heard = ["memberClient", "memberService"].map(signal);
            let in_doubt = heard
                .iter()
                .flatten()
                .max()
                .is_some_and(|(at, is_out)| !is_out && now >= at + lease);
            assert!(!in_doubt, "S4: nobody is heard: {before}");
        }
    }
}

/// Whether the newest signal about the provider, by either source, has them out.
pub(crate) fn host_is_gone(session: &Value) -> bool {
    let signals = ["hostClient", "hostService"].map(|name| &session[name]["M"]);
    let current = signals
        .into_iter()
        .filter(|signal| number(&signal["generation"]) == number(&session["generation"]));
    let newest =
        current.max_by_key(|signal| (number(&signal["at"]), text(&signal["status"]) == "out"));
    newest.is_some_and(|signal| text(&signal["status"]) == "out")
}
