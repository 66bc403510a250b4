//! Everything of Anteroom that touches the world.
