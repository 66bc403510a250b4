//! Sign-ins that wait for a code.

use std::collections::HashMap;

use jiff::Timestamp;
use uuid::Uuid;

use super::PoolError;

/// How many wrong codes end a sign-in. No document says how many Cognito takes.
const TRIES: u32 = 3;

/// The sign-ins, by their sessions.
#[derive(Debug, Default)]
pub(super) struct Codes(HashMap<String, Waiting>);

#[derive(Debug)]
struct Waiting {
    name: String,
    code: String,
    until: Timestamp,
    tries: u32,
}

impl Codes {
    /// A session for a user, and the code that ends it well until a time.
    pub(super) fn open(&mut self, name: &str, until: Timestamp) -> (String, String) {
        let (session, number) = (Uuid::new_v4(), Uuid::new_v4().as_u128() % 1_000_000);
        let (session, code) = (session.simple().to_string(), format!("{number:06}"));
        let waiting = Waiting {
            name: name.to_owned(),
            code: code.clone(),
            until,
            tries: TRIES,
        };
        self.0.insert(session.clone(), waiting);
        (session, code)
    }

    /// Whose session it is, if this is its code. It is over then.
    pub(super) fn close(
        &mut self,
        session: &str,
        code: &str,
        now: Timestamp,
    ) -> Result<String, PoolError> {
        let waiting = self.0.get_mut(session);
        let waiting = waiting.filter(|it| now < it.until && it.tries > 0);
        let waiting = waiting.ok_or(PoolError::SessionOver)?;
        if waiting.code != code.trim() {
            waiting.tries -= 1;
            return Err(PoolError::WrongCode);
        }
        let name = waiting.name.clone();
        self.0.remove(session);
        Ok(name)
    }
}
