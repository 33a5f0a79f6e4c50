//! Settings are those of the plan, and say where each comes from.
