//! No model: stands where one is asked for by evidence that embeds nothing.

use std::sync::Arc;

use super::Model;
use crate::embed::Embedder;
use crate::error::{EmbedError, Error};

/// No model: nothing that is asked needs one.
pub(crate) struct NoModel;

impl Model for NoModel {
    fn open(&self) -> Result<&dyn Embedder, Arc<Error>> {
        Err(Arc::new(Error::Embed(EmbedError::NoFolder {
            path: String::new(),
        })))
    }
}
