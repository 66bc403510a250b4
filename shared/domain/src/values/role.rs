//! Roles, and the authors of changes.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::PersonId;

/// The role of a person; taken from the groups of their token (A1).
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A therapist or coach who holds sessions.
    Provider,
    /// A person who has sessions.
    Member,
    /// Staff who book and correct bookings on a member's behalf.
    Concierge,
    /// The scheduler or the meeting service; no person.
    System,
}

impl Role {
    /// The roles that a token can carry.
    pub const OF_PEOPLE: [Self; 3] = [Self::Concierge, Self::Provider, Self::Member];

    /// The role's name, which is also the name of its group in the user pool.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Member => "member",
            Self::Concierge => "concierge",
            Self::System => "system",
        }
    }
}

impl FromStr for Role {
    type Err = ();

    /// Parses the group name of a person's role.
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::OF_PEOPLE
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or(())
    }
}

/// A person in a role, as the author of a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The person; `None` for the system.
    pub id: Option<PersonId>,
    /// Their role.
    pub role: Role,
}

impl Actor {
    /// The scheduler or the meeting service.
    pub const SYSTEM: Self = Self {
        id: None,
        role: Role::System,
    };

    /// A person in a role.
    pub fn person(id: PersonId, role: Role) -> Self {
        Self { id: Some(id), role }
    }
}
