//! A user of the pool.

use std::collections::{BTreeMap, BTreeSet};

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::PoolError;

/// Attributes by name.
pub type Attributes = BTreeMap<String, String>;

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The user name, which never changes, in small letters.
    pub name: String,
    /// What the pool has drawn as the `sub` of their tokens.
    pub sub: String,
    /// `email`, `email_verified` and the like.
    pub attributes: Attributes,
    /// The groups that they are in.
    pub groups: BTreeSet<String>,
    /// Whether they may sign in.
    pub enabled: bool,
    /// How far they have come.
    pub status: Status,
    /// When they were made.
    pub created_at: Timestamp,
    /// When they were last changed.
    pub changed_at: Timestamp,
    /// When they were last signed out everywhere.
    pub signed_out_at: Option<Timestamp>,
    /// Whether they are asked for a code, which comes by email, at each sign-in.
    #[serde(default)]
    pub needs_code: bool,
    password: String,
}

/// How far a user has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// They were invited and have not chosen a password.
    ForceChangePassword {
        /// Until when the password of the invitation is good.
        until: Timestamp,
    },
    /// They have chosen a password.
    Confirmed,
}

impl Status {
    /// The name in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ForceChangePassword { .. } => "FORCE_CHANGE_PASSWORD",
            Self::Confirmed => "CONFIRMED",
        }
    }
}

impl User {
    pub(super) fn new(
        name: &str,
        attributes: Attributes,
        password: &str,
        until: Timestamp,
        now: Timestamp,
    ) -> Self {
        Self {
            name: name.to_lowercase(),
            sub: Uuid::new_v4().to_string(),
            attributes,
            groups: BTreeSet::new(),
            enabled: true,
            status: Status::ForceChangePassword { until },
            created_at: now,
            changed_at: now,
            signed_out_at: None,
            needs_code: false,
            password: hashed(password),
        }
    }

    /// Their address.
    pub fn email(&self) -> Option<&str> {
        self.attributes.get("email").map(String::as_str)
    }

    /// The address with which they can sign in: only one that is verified is an alias.
    pub(super) fn alias(&self) -> Option<&str> {
        let verified = self.attributes.get("email_verified");
        self.email()
            .filter(|_| verified.is_some_and(|it| it == "true"))
    }

    pub(super) fn invite(&mut self, password: &str, until: Timestamp, now: Timestamp) {
        self.status = Status::ForceChangePassword { until };
        self.password = hashed(password);
        self.changed_at = now;
    }

    pub(super) fn choose(&mut self, password: &str, now: Timestamp) {
        self.status = Status::Confirmed;
        self.password = hashed(password);
        self.changed_at = now;
    }

    pub(super) fn check(&self, password: &str, now: Timestamp) -> Result<(), PoolError> {
        let over = match self.status {
            Status::ForceChangePassword { until } => now >= until,
            Status::Confirmed => false,
        };
        if over || self.password != hashed(password) {
            return Err(PoolError::WrongPassword);
        }
        if self.enabled {
            Ok(())
        } else {
            Err(PoolError::Disabled)
        }
    }
}

fn hashed(password: &str) -> String {
    STANDARD.encode(digest(&SHA256, password.as_bytes()))
}
