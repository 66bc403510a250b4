//! The services of the cloud, each on a loopback port of its own, as SDK clients speak to them.

pub mod chime;
pub mod cognito;
pub mod dynamodb;
mod front;
pub mod ses;
mod simulator;
pub mod sns;
pub mod sqs;

pub use self::front::Front;
