//! Model: the plan's model, opened once for all datasets of a run, and not before anybody asks for it.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::cache::Cache;
use crate::embed::{self, Cached, Embedder};
use crate::error::Error;
use crate::evidence::Model;
use crate::plan::Plan;
use crate::plan::settings::{MODEL, OFFLINE};

/// The plan's model, for all datasets of the run.
pub(crate) struct LazyModel<'a> {
    plan: &'a Plan,
    cache: Option<&'a Cache>,
    opened: OnceCell<Result<Box<dyn Embedder + 'a>, Arc<Error>>>,
}

impl<'a> LazyModel<'a> {
    /// A model that is opened when somebody asks for it.
    pub(crate) fn new(plan: &'a Plan, cache: Option<&'a Cache>) -> Self {
        Self {
            plan,
            cache,
            opened: OnceCell::new(),
        }
    }
}

impl Model for LazyModel<'_> {
    fn open(&self) -> Result<&dyn Embedder, Arc<Error>> {
        let open = || {
            let name = self.plan.get(&MODEL);
            let model = embed::open(&name, self.plan.get(&OFFLINE)).map_err(Error::Embed)?;
            Ok(match self.cache {
                Some(cache) if embed::worth_keeping(&name) => Box::new(Cached::new(model, cache)),
                _ => model,
            })
        };
        self.opened
            .get_or_init(open)
            .as_ref()
            .map(AsRef::as_ref)
            .map_err(Arc::clone)
    }
}
