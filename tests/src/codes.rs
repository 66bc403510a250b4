//! The codes by which people confirm their own new addresses and numbers.

use serde_json::{Value, json};

use crate::{Reply, TestApp, Who};

impl TestApp {
    /// The code in the newest message to an address or a number.
    pub async fn code(&self, channel: &str, to: &str) -> String {
        let messages = self.messages(channel, to).await;
        let text = messages.first().and_then(|newest| newest["text"].as_str());
        let words = text.unwrap_or_default().split_whitespace();
        let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit());
        let mut codes = words.filter(is_code);
        codes
            .next()
            .expect("the newest message has a code")
            .to_owned()
    }

    /// Gives a code for a person's own new address or number.
    pub async fn give_code(&self, who: &Who, channel: &str, code: &str) -> Reply {
        let body = json!({"channel": channel, "code": code});
        self.post(who, "/v1/me/contact/confirm", body).await
    }

    /// A person changes their own address and number, and confirms what is to be confirmed. Gives their
    /// profile afterwards.
    pub async fn change_own(&self, who: &Who, patch: Value) -> Value {
        let mut profile = self.patch(who, "/v1/me", patch).await.expect(200);
        let pending = profile["pendingContact"].clone();
        for (channel, field) in [("email", "email"), ("sms", "phone")] {
            if let Some(to) = pending[field].as_str() {
                let code = self.code(channel, to).await;
                profile = self.give_code(who, channel, &code).await.expect(200);
            }
        }
        profile
    }
}
