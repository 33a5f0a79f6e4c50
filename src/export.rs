//! Export: the rows of one dataset as vectors in a file for training, and beside it the transform that they went through.

mod fitted_file;
mod recipe;
mod rows;
mod source;
mod target;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ndarray::Array2;
use tempfile::Builder;

use crate::cache::{Cache, VectorTable};
use crate::dataset::{Dataset, Source};
use crate::embed::Embeddings;
use crate::error::{Error, ExportError};
use crate::evidence::Watcher;
use crate::measure::effective_rank::matrix;
use crate::outcome::ExportReport;
use crate::plan::Plan;
use crate::plan::settings::TRANSFORM;
use crate::unfinished;
use fitted_file::FittedFile;
use recipe::Recipe;
use rows::Rows;
use source::VectorSource;

/// Rows whose vectors are in memory at once.
const CHUNK: usize = 4096;

/// Most train rows that a transform is fitted on: the standard error of a mean over so many is 0.4 % of a deviation.
const FITTED: usize = 50_000;

/// What is written, and where.
#[derive(Debug, Clone)]
pub(crate) struct Export {
    /// The file of vectors.
    pub(crate) output: PathBuf,
    /// A transform that was fitted before.
    pub(crate) transform_from: Option<PathBuf>,
    /// The column that names each row.
    pub(crate) key: Option<String>,
}

/// The dataset, where its vectors come from, and who watches.
struct Work<'a> {
    dataset: &'a Dataset,
    rows: &'a Rows<'a>,
    vectors: &'a VectorSource<'a>,
    watcher: &'a dyn Watcher,
}

impl Export {
    /// Writes the vectors of the planned dataset.
    ///
    /// # Errors
    /// An output that can't be it, data that can't be read, a model that can't be run, a transform that doesn't fit, and
    /// what can't be written.
    pub(crate) fn write(
        &self,
        plan: &Plan,
        cache: &Cache,
        watcher: &dyn Watcher,
    ) -> Result<ExportReport, Arc<Error>> {
        let source = Source {
            only_embeds: true,
            ..self.refuse(plan)?.clone()
        };
        let dataset = &Dataset::load(&source).map_err(Error::Read)?;
        let rows = &Rows::of(dataset, self.key.as_deref(), self.transform_from.is_some())
            .map_err(Error::Export)?;
        if rows.written.is_empty() {
            let error = dataset.no_vectors("no row has a vector that can be used");
            return Err(Arc::new(Error::Read(error)));
        }
        let vectors = &VectorSource::open(plan, dataset, cache)?;
        let work = Work {
            dataset,
            rows,
            vectors,
            watcher,
        };
        let fitted = match &self.transform_from {
            Some(path) => {
                let fitted = FittedFile::read(path).map_err(Error::Export)?;
                let recipe = Recipe::of(dataset);
                fitted.check(path, vectors.model(), &recipe, &plan.get(&TRANSFORM))?;
                let dim = work.find_dim()?;
                fitted.check_dim(path, dim)?;
                fitted
            }
            None => work.fit(plan)?,
        };
        work.write(self, &fitted)?;
        Ok(self.report(&work, &fitted))
    }

    fn report(&self, work: &Work, fitted: &FittedFile) -> ExportReport {
        ExportReport {
            name: work.dataset.name.clone(),
            rows: work.dataset.rows(),
            left_out: work.dataset.rows() - work.rows.written.len(),
            dim: fitted.head.dim,
            transform: fitted.head.transform.describe(),
            train_rows: fitted.head.train_rows,
            key: work.rows.key_name(),
            output: self.output.display().to_string(),
            parameters: self.parameters().display().to_string(),
            transform_from: self
                .transform_from
                .as_ref()
                .map(|path| path.display().to_string()),
        }
    }
}

impl Work<'_> {
    /// Fits the declared transform on the train rows; of very many, on some that are evenly spread.
    fn fit(&self, plan: &Plan) -> Result<FittedFile, Arc<Error>> {
        let transform = plan.get(&TRANSFORM);
        let (dim, train_rows, fitted) = if transform.is_empty() {
            let nothing = transform.fit(&Array2::zeros((0, 0)));
            (self.find_dim()?, 0, nothing)
        } else {
            let train = self.rows.train(FITTED);
            if train.is_empty() {
                let name = self.dataset.name.clone();
                return Err(Arc::new(Error::Export(ExportError::NoTrainRows { name })));
            }
            let mut features = Array2::zeros((0, 0));
            for (nth, rows) in train.chunks(CHUNK).enumerate() {
                let chunk = self.vectors.embed(rows)?.0;
                if nth == 0 {
                    features = Array2::zeros((train.len(), chunk.dim));
                }
                for (at, row) in (0..chunk.rows()).enumerate() {
                    let to = features.row_mut(nth * CHUNK + at);
                    for (to, &from) in to.into_iter().zip(chunk.row(row)) {
                        *to = f64::from(from);
                    }
                }
            }
            (features.ncols(), train.len(), transform.fit(&features))
        };
        let recipe = Recipe::of(self.dataset);
        let model = self.vectors.model();
        Ok(FittedFile::new(
            transform,
            fitted,
            model,
            recipe,
            (dim, train_rows),
        ))
    }

    /// How many numbers a vector has.
    fn find_dim(&self) -> Result<usize, Arc<Error>> {
        let first = &self.rows.written[..1];
        Ok(self.vectors.embed(first)?.0.dim)
    }

    /// Writes both files, that of the vectors last: who finds them finds their transform.
    fn write(&self, export: &Export, fitted: &FittedFile) -> Result<(), Arc<Error>> {
        let mut builder = Builder::new();
        // A temporary file is its owner's alone; vectors are as open as any new file.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let parameters = export.parameters();
        let mut failed = None;
        let written = unfinished::write(&export.output, &builder, |file| {
            if let Err(error) = self.write_table(&export.output, file, fitted) {
                failed = Some(error);
                return Err(io::Error::other("a row has no vector"));
            }
            unfinished::write(&parameters, &builder, |file| fitted.write(file)).map_err(|cause| {
                failed = Some(Arc::new(Error::write(&parameters, cause)));
                io::Error::other("its transform isn't written")
            })
        });
        match (failed, written) {
            (Some(error), _) => Err(error),
            (None, Err(cause)) => Err(Arc::new(Error::write(&export.output, cause))),
            (None, Ok(())) => Ok(()),
        }
    }

    fn write_table(
        &self,
        path: &Path,
        file: &mut File,
        fitted: &FittedFile,
    ) -> Result<(), Arc<Error>> {
        let target = |cause| Arc::new(Error::write(path, cause));
        let head = &fitted.head;
        let words = match head.transform.words() {
            words if words.is_empty() => "none".to_owned(),
            words => words.join(","),
        };
        let model = (self.vectors.model().fingerprint, self.vectors.model().name);
        let mut table = VectorTable::new(file, model, &words, head.dim).map_err(target)?;
        let all = self.rows.written.len();
        self.watcher.begin("embedding rows");
        for (nth, rows) in self.rows.written.chunks(CHUNK).enumerate() {
            let (vectors, hashes) = self.vectors.embed(rows)?;
            let described: Vec<_> = rows
                .iter()
                .enumerate()
                .map(|(at, &row)| self.rows.describe(row, hashes.get(at).copied()))
                .collect();
            let values = apply(fitted, &vectors);
            table.add(&described, values).map_err(target)?;
            self.watcher.count_embedded(nth * CHUNK + rows.len(), all);
        }
        self.watcher.end("embedding rows");
        table.finish().map_err(target)
    }
}

fn apply(fitted: &FittedFile, vectors: &Embeddings) -> Vec<f32> {
    if fitted.head.transform.is_empty() {
        return vectors.values.clone();
    }
    let mut rows = matrix((0..vectors.rows()).map(|row| vectors.row(row)));
    fitted.fitted.apply(&mut rows);
    rows.iter().map(|&value| value as f32).collect()
}
