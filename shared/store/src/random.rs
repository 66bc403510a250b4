//! Where random numbers come from. They are handed in, so that a run can be repeated.

use std::fmt;
use std::sync::Arc;

/// A source of random numbers. Clones share it.
#[derive(Clone)]
pub struct Random(Arc<dyn Fn() -> u128 + Send + Sync>);

impl Random {
    /// The system's randomness.
    pub fn system() -> Self {
        Self::new(|| {
            let mut random = [0; 16];
            getrandom::fill(&mut random).expect("the system has randomness");
            u128::from_be_bytes(random)
        })
    }

    /// A source that draws each number by `draw`.
    pub fn new(draw: impl Fn() -> u128 + Send + Sync + 'static) -> Self {
        Self(Arc::new(draw))
    }

    /// Draws a number.
    pub fn draw(&self) -> u128 {
        (self.0)()
    }
}

impl fmt::Debug for Random {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("Random")
    }
}
