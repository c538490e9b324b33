//! What of a plan knows no moment.

use super::super::partial::Partial;
use super::super::segment::Segments;
use super::super::state::bad_state;
use super::{Atom, Plan, Ticks, fingerprint, folds};
use crate::error::Failure;

/// All of time as one segment.
const EVER: [i64; 2] = [i64::MIN, i64::MAX];

impl Atom {
    /// The same at any time.
    fn timeless(&self) -> Self {
        Self {
            clock: 0,
            ..self.clone()
        }
    }
}

impl Plan {
    /// The atoms of the plan over all of time, each once: what is known of facts whatever is asked
    /// about when. It is the same for the same cards at any moment, and answers none of them.
    pub(in crate::metrics) fn timeless(&self) -> Self {
        let mut atoms: Vec<Atom> = Vec::new();
        for atom in self.atoms.iter().map(Atom::timeless) {
            if !atoms.contains(&atom) {
                atoms.push(atom);
            }
        }
        let clocks = [EVER.to_vec()];
        let segments = Segments::new(clocks.concat());
        let ticks = vec![Ticks::new(&EVER, &segments)];
        Self {
            fingerprint: fingerprint(&self.shape, &self.setting, &atoms, &self.filters, &clocks),
            folds: folds(&atoms, &ticks),
            ticks,
            cards: Vec::new(),
            atoms,
            segments,
            ..self.clone()
        }
    }

    /// Adds what is known of facts that all lie in one segment of every clock, that of an
    /// instant.
    ///
    /// # Errors
    /// [`crate::error::Code::MetricsBadState`] for what is known by another plan's atoms, and
    /// those of [`Partial::merge`].
    pub(in crate::metrics) fn take(
        &self,
        to: &mut Partial,
        (timeless, known): (&Self, &Partial),
        instant: i64,
    ) -> Result<(), Failure> {
        known.check(timeless.fingerprint)?;
        to.count(self.fingerprint, known.rows())?;
        let segment = self.segments.of(instant);
        for (atom, part) in self.atoms.iter().zip(&mut to.parts) {
            let ticks = self.ticks.get(atom.clock);
            let own = ticks.map(|ticks| ticks.of(segment));
            let own = own.filter(|own| *own > 0);
            let same = atom.timeless();
            let place = timeless.atoms.iter().position(|other| *other == same);
            let known = place.and_then(|place| known.parts.get(place));
            let known = known.ok_or_else(|| bad_state("it is of other cards"))?;
            if let Some(own) = own {
                part.merge(known, Some(&[own]))?;
            }
        }
        Ok(())
    }
}
