//! Calls that make functions run, and what they took.

/// What makes a function run.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Call {
    /// A member books a session: `bookings`.
    Book,
    /// A member waits for their provider: `sessions`.
    Poll,
    /// The concierge sees the members: `concierge`.
    List,
    /// A function gets a sample of `events/`.
    Event(&'static str),
}

/// The times of a function's starts, in milliseconds.
#[derive(Default)]
pub(crate) struct Starts {
    /// From a process's start to its asking for its first event.
    pub(crate) init: Vec<f64>,
    /// From a process's start to its first answer.
    pub(crate) first_answer: Vec<f64>,
}

/// What calls took.
#[derive(Default)]
pub(crate) struct Taken {
    /// From each event's delivery to its answer, in milliseconds.
    pub(crate) times: Vec<f64>,
    /// Write units of the table and its indexes, all together.
    pub(crate) write_units: f64,
}

impl Starts {
    /// Adds those of others.
    pub(crate) fn extend(&mut self, others: Self) {
        self.init.extend(others.init);
        self.first_answer.extend(others.first_answer);
    }
}

impl Taken {
    /// Adds that of other calls.
    pub(crate) fn extend(&mut self, others: Self) {
        self.times.extend(others.times);
        self.write_units += others.write_units;
    }

    /// Write units of one call.
    pub(crate) fn units_of_one(&self) -> Option<f64> {
        let calls = self.times.len();
        (calls > 0).then(|| self.write_units / calls as f64)
    }
}
