//! Signal: whether an arm says anything about the label, so that its probes can be compared with.

use crate::evidence::Probes;
use crate::probe::Arm;

/// Usable information, in bits a row, that counts as something.
const SOMETHING: f64 = 0.02;

/// Whether `arm` is known to say something about the label. Where it isn't, giving one answer is the
/// best that a probe can do, and what its probes say of any class is chance.
pub(super) fn has_signal(probes: &Probes, arm: Arm) -> bool {
    probes
        .information(arm)
        .is_some_and(|read| read.interval.0 >= SOMETHING)
}
