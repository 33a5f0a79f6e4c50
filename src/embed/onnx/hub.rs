//! Hub: the cache that fastembed keeps of Hugging Face's hub, and fetching what is not in it.
//!
//! fastembed fetches by itself when a file is missing, without a limit in time. So that a run never
//! hangs, and never touches the network when told not to, the files are made sure of here; what
//! fastembed then looks for is in the cache.

use std::env;
use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use hf_hub::api::sync::{ApiBuilder, ApiError};
use hf_hub::{Cache, Repo};
use indicatif::{ProgressBar, ProgressStyle};

use crate::error::EmbedError;

/// How long a download may stay without a byte before it is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// The folder of the cache, as fastembed decides it: `HF_HOME`, else `FASTEMBED_CACHE_DIR`, else
/// `.fastembed_cache` where trueline runs. Absolute, so that an error can name it.
pub(super) fn cache() -> PathBuf {
    let cache =
        env::var("HF_HOME").map_or_else(|_| fastembed::get_cache_dir().into(), PathBuf::from);
    std::path::absolute(&cache).unwrap_or(cache)
}

/// Whether `HF_HUB_OFFLINE` forbids the network, by the words that Hugging Face's own tools accept.
pub(super) fn told_to_stay_offline() -> bool {
    env::var("HF_HUB_OFFLINE").is_ok_and(|said| {
        ["1", "on", "yes", "true"].contains(&said.trim().to_ascii_lowercase().as_str())
    })
}

/// A model on the hub, and where its files are kept.
pub(super) struct Repository {
    id: String,
    cache: PathBuf,
    endpoint: String,
    patience: Duration,
}

/// What the thread that fetches tells the one that waits.
enum News {
    Asking(String),
    Bytes,
    Failed(ApiError),
    Done,
}

impl Repository {
    /// The model with this hub id, in fastembed's cache and at the address that fastembed asks.
    pub(super) fn of(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            cache: cache(),
            endpoint: env::var("HF_ENDPOINT").unwrap_or("https://huggingface.co".to_owned()),
            patience: PATIENCE,
        }
    }

    /// The paths of `files` in the cache, in their order, after fetching those that are not there.
    ///
    /// # Errors
    /// When one isn't there and `offline` forbids to fetch it; when fetching fails, or brings no
    /// byte for half a minute.
    pub(super) fn files(
        &self,
        model: &str,
        files: &[&str],
        offline: bool,
    ) -> Result<Vec<PathBuf>, EmbedError> {
        let repository = Cache::new(self.cache.clone()).repo(Repo::model(self.id.clone()));
        let missing: Vec<String> = files
            .iter()
            .filter(|file| repository.get(file).is_none())
            .map(|&file| file.to_owned())
            .collect();
        let not_cached = |missing: &str| EmbedError::NotCached {
            model: model.to_owned(),
            cache: self.cache.clone(),
            missing: format!("{}/{missing}", self.id),
        };
        if let Some(first) = missing.first() {
            if offline {
                return Err(not_cached(first));
            }
            self.fetch(model, missing)?;
        }
        files
            .iter()
            .map(|file| repository.get(file).ok_or_else(|| not_cached(file)))
            .collect()
    }

    /// Fetches in a thread of its own and watches it: neither the name service nor a connection
    /// can then hold the run, whatever the system's own limits are.
    fn fetch(&self, model: &str, files: Vec<String>) -> Result<(), EmbedError> {
        let (tell, news) = mpsc::channel();
        let (id, cache, endpoint) = (self.id.clone(), self.cache.clone(), self.endpoint.clone());
        thread::spawn(move || {
            let end = fetch_all(id, cache, endpoint, files, &tell);
            // Nobody listens any more where patience ran out.
            let _ = tell.send(end.map_or_else(News::Failed, |()| News::Done));
        });
        let mut asked = String::new();
        let cause = loop {
            match news.recv_timeout(self.patience) {
                Ok(News::Asking(file)) => asked = file,
                Ok(News::Bytes) => {}
                Ok(News::Done) => return Ok(()),
                Ok(News::Failed(cause)) => break cause.to_string(),
                Err(RecvTimeoutError::Timeout) => {
                    break format!("no byte came for {} seconds", self.patience.as_secs_f32());
                }
                Err(RecvTimeoutError::Disconnected) => {
                    break "the download ended without a message".to_owned();
                }
            }
        };
        Err(EmbedError::Fetch {
            model: model.to_owned(),
            file: asked,
            endpoint: self.endpoint.clone(),
            cause,
        })
    }
}

fn fetch_all(
    id: String,
    cache: PathBuf,
    endpoint: String,
    files: Vec<String>,
    tell: &Sender<News>,
) -> Result<(), ApiError> {
    let mut builder = ApiBuilder::from_cache(Cache::new(cache)).with_endpoint(endpoint);
    let token = env::var("HF_TOKEN").unwrap_or_default();
    if !token.trim().is_empty() {
        builder = builder.with_token(Some(token.trim().to_owned()));
    }
    let repository = builder.build()?.model(id);
    for file in files {
        let _ = tell.send(News::Asking(file.clone()));
        repository.download_with_progress(&file, Watched::new(tell.clone()))?;
    }
    Ok(())
}

/// A download that is shown on a terminal and tells of its bytes.
struct Watched {
    bar: ProgressBar,
    tell: Sender<News>,
}

impl Watched {
    fn new(tell: Sender<News>) -> Self {
        let bar = ProgressBar::new(0);
        if let Ok(style) =
            ProgressStyle::with_template("fetching {msg} {wide_bar} {bytes}/{total_bytes}")
        {
            bar.set_style(style);
        }
        Self { bar, tell }
    }
}

impl hf_hub::api::Progress for Watched {
    fn init(&mut self, size: usize, filename: &str) {
        self.bar.set_length(size as u64);
        self.bar.set_message(filename.to_owned());
    }

    fn update(&mut self, size: usize) {
        self.bar.inc(size as u64);
        let _ = self.tell.send(News::Bytes);
    }

    fn finish(&mut self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::time::Instant;

    use super::*;

    fn repository(cache: &tempfile::TempDir, endpoint: &str) -> Repository {
        Repository {
            id: "owner/model".to_owned(),
            cache: cache.path().to_owned(),
            endpoint: endpoint.to_owned(),
            patience: Duration::from_millis(400),
        }
    }

    /// Lays `file` down as the hub's own tools do.
    fn lay(cache: &tempfile::TempDir, file: &str) {
        let root = cache.path().join("models--owner--model");
        for (path, text) in [
            (root.join("refs/main"), "c0ffee"),
            (root.join("snapshots/c0ffee").join(file), "text"),
        ] {
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        }
    }

    /// A server that answers every connection with `answer` and then keeps silent.
    fn server(answer: &'static [u8]) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        thread::spawn(move || {
            let mut open = Vec::new();
            for mut stream in listener.incoming().flatten() {
                let _ = stream.read(&mut [0; 4096]);
                let _ = stream.write_all(answer);
                open.push(stream);
            }
        });
        address
    }

    fn file_and_cause(result: Result<Vec<PathBuf>, EmbedError>) -> (String, String) {
        match result {
            Err(EmbedError::Fetch { file, cause, .. }) => (file, cause),
            other => panic!("expected a failed fetch, not {other:?}"),
        }
    }

    #[test]
    fn what_is_in_the_cache_needs_no_network() {
        let cache = tempfile::tempdir().expect("a folder");
        lay(&cache, "model.onnx");
        let found = repository(&cache, "http://127.0.0.1:9")
            .files("model", &["model.onnx"], true)
            .expect("it is in the cache");
        assert!(found[0].is_file());
    }

    #[test]
    fn offline_the_missing_file_and_the_cache_are_named_and_nobody_is_asked() {
        let cache = tempfile::tempdir().expect("a folder");
        lay(&cache, "model.onnx");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a socket");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let files = ["model.onnx", "tokenizer.json"];
        match repository(&cache, &address).files("model", &files, true) {
            Err(EmbedError::NotCached {
                missing,
                cache: told,
                ..
            }) => {
                assert_eq!(missing, "owner/model/tokenizer.json");
                assert_eq!(told, cache.path());
            }
            other => panic!("expected a model that is not cached, not {other:?}"),
        }
        assert!(listener.accept().is_err(), "somebody was asked");
    }

    #[test]
    fn a_network_that_refuses_is_an_error_at_once() {
        let cache = tempfile::tempdir().expect("a folder");
        let closed = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", closed.local_addr().expect("an address"));
        drop(closed);
        let (file, cause) =
            file_and_cause(repository(&cache, &address).files("model", &["a"], false));
        assert_eq!(file, "a");
        assert!(cause.contains("request error"), "{cause}");
    }

    #[test]
    fn a_network_that_says_nothing_is_given_up() {
        let cache = tempfile::tempdir().expect("a folder");
        let begun = Instant::now();
        let (_, cause) =
            file_and_cause(repository(&cache, &server(b"")).files("model", &["a"], false));
        assert!(cause.contains("no byte came for 0.4 seconds"), "{cause}");
        assert!(begun.elapsed() < Duration::from_secs(5));
    }

    #[test]
    fn a_hub_without_the_model_is_told() {
        let cache = tempfile::tempdir().expect("a folder");
        let address = server(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        let (_, cause) = file_and_cause(repository(&cache, &address).files("model", &["a"], false));
        assert!(cause.contains("404"), "{cause}");
    }
}
