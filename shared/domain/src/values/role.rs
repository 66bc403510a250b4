//! Who acts.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::PersonId;

/// What a person is to the service; from the groups of their token (A1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A therapist or coach who holds sessions.
    Provider,
    /// A person who has sessions.
    Member,
    /// Staff who book and mend on a member's behalf.
    Concierge,
    /// The schedule or the meeting service: nobody in person.
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

    /// A role of people by its group's name.
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
    /// Who; `None` for the system.
    pub id: Option<PersonId>,
    /// As what.
    pub role: Role,
}

impl Actor {
    /// The schedule or the meeting service.
    pub const SYSTEM: Self = Self {
        id: None,
        role: Role::System,
    };

    /// A person in a role.
    pub fn person(id: PersonId, role: Role) -> Self {
        Self { id: Some(id), role }
    }
}
