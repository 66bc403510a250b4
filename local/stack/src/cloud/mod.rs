//! The services of the cloud, each on a loopback port of its own, as SDK clients speak to them.

pub mod chime;
pub mod dynamodb;
mod front;
pub mod ses;
mod simulator;
pub mod sns;
pub mod sqs;

pub use self::front::Front;

/// A random id in the form of a UUID, as the services give to messages and requests.
pub fn random_id() -> String {
    let id = format!("{:032x}", rand::random::<u128>());
    [&id[..8], &id[8..12], &id[12..16], &id[16..20], &id[20..]].join("-")
}
