//! Figures over facts.

mod case;
mod fixtures;
mod hostile;
