//! The transformer, run for real: MiniLM as a folder and from fastembed's cache, and each way it can fail.
//!
//! `make test` sets up what these tests need and names it in the environment. ONNX Runtime is
//! loaded once in a process and for good, and is found through the environment: so a test that
//! needs it, or needs it absent, runs itself again in a process of its own.

mod minilm;
mod model;
mod process;
mod refused;
mod runtime;
