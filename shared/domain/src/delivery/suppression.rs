//! Why a message is not to be sent.

/// Why a message is not to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Suppression {
    /// The booking has moved on since it was written (M4).
    Stale,
    /// It would come too late to be of use.
    TooLate,
    /// Its reader has turned this reminder off (M1).
    TurnedOff,
    /// Mail to the address bounced.
    AddressBounced,
    /// The person who reads the address has reported our mail as spam.
    AddressComplained,
    /// Its reader has no number any more.
    NoNumber,
    /// The number was sent enough for today (A3).
    RateLimited,
}

impl Suppression {
    /// Every reason.
    pub const ALL: [Self; 7] = [
        Self::Stale,
        Self::TooLate,
        Self::TurnedOff,
        Self::AddressBounced,
        Self::AddressComplained,
        Self::NoNumber,
        Self::RateLimited,
    ];

    /// The code in the API and in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Stale => "stale",
            Self::TooLate => "too_late",
            Self::TurnedOff => "turned_off",
            Self::AddressBounced => "address_bounced",
            Self::AddressComplained => "address_complained",
            Self::NoNumber => "no_number",
            Self::RateLimited => "rate_limited",
        }
    }

    /// Whether nobody misses the message: it is dropped. Otherwise somebody should look at it,
    /// and it has failed.
    pub fn drops(self) -> bool {
        match self {
            Self::Stale | Self::TooLate | Self::TurnedOff => true,
            Self::AddressBounced | Self::AddressComplained | Self::NoNumber | Self::RateLimited => {
                false
            }
        }
    }
}
