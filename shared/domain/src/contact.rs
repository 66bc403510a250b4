//! Who has an email address: one person, unless people share it knowingly (D4).

use crate::values::{EmailAddress, PersonId};

/// An address, and the people who have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The address.
    pub address: EmailAddress,
    /// Who has it, in the order in which they got it.
    pub holders: Vec<PersonId>,
}

/// Somebody else has the address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("somebody else has this address")]
pub struct Taken {
    /// The first who got it.
    pub by: PersonId,
}

impl Contact {
    /// The address with one more holder. Only `knowingly` may two people have one.
    pub fn taken_by(&self, person: &PersonId, knowingly: bool) -> Result<Self, Taken> {
        let mut after = self.left_by(person);
        match after.holders.first() {
            Some(other) if !knowingly => return Err(Taken { by: other.clone() }),
            Some(_) | None => after.holders.push(person.clone()),
        }
        Ok(after)
    }

    /// The address without a holder.
    pub fn left_by(&self, person: &PersonId) -> Self {
        let others = self.holders.iter().filter(|holder| *holder != person);
        Self {
            address: self.address.clone(),
            holders: others.cloned().collect(),
        }
    }
}

/// What becomes of an address when people change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactChange {
    /// The address as it was read.
    pub before: Contact,
    /// The address afterwards.
    pub after: Contact,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// (D4)
    #[test]
    fn two_people_have_one_address_only_knowingly() {
        let id = |id: &str| id.parse::<PersonId>().unwrap();
        let free = Contact {
            address: "An@Example.com".parse().unwrap(),
            holders: Vec::new(),
        };
        assert_eq!(free.address.folded(), "an@example.com");
        let an = free.taken_by(&id("mem_an"), false).unwrap();
        assert_eq!(an.taken_by(&id("mem_an"), false).unwrap(), an);
        let by = id("mem_an");
        assert_eq!(an.taken_by(&id("mem_binh"), false), Err(Taken { by }));
        let both = an.taken_by(&id("mem_binh"), true).unwrap();
        assert_eq!(both.holders, [id("mem_an"), id("mem_binh")]);
        let binh = both.left_by(&id("mem_an"));
        assert_eq!(binh.holders, [id("mem_binh")]);
        assert_eq!(binh.left_by(&id("mem_binh")), free);
    }
}
