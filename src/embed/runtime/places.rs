//! Places: where an ONNX Runtime library may stand on this machine, best guess first.

use std::collections::HashSet;
use std::env;
use std::path::{Path, PathBuf};

/// What decides where to look.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The file that `ORT_DYLIB_PATH` names. It is an order: nothing else is looked for.
    pub(super) named: Option<PathBuf>,
    /// The folder of the running program.
    beside: Option<PathBuf>,
    /// Python environments, as prefixes: `PREFIX/lib/python3.12/site-packages`.
    environments: Vec<PathBuf>,
    /// The folders of the system's loader.
    loader: Vec<PathBuf>,
}

impl Places {
    /// The library's plain file name on this platform.
    pub(super) const LIBRARY: &'static str = if cfg!(windows) {
        "onnxruntime.dll"
    } else if cfg!(target_vendor = "apple") {
        "libonnxruntime.dylib"
    } else {
        "libonnxruntime.so"
    };

    /// The places of this process: its environment variables and its own path.
    pub(super) fn of_this_process() -> Self {
        let executable = env::current_exe().ok();
        let beside = executable
            .as_deref()
            .and_then(Path::parent)
            .map(Path::to_owned);
        Self {
            named: env::var_os("ORT_DYLIB_PATH")
                .filter(|path| !path.is_empty())
                .map(PathBuf::from),
            environments: python_environments(beside.as_deref()),
            beside,
            loader: loader_folders(),
        }
    }

    /// One folder and nothing else.
    #[cfg(test)]
    pub(super) fn only(folder: &Path) -> Self {
        Self {
            beside: Some(folder.to_owned()),
            ..Self::default()
        }
    }

    /// The folders that are looked in, whether they exist or not, each once, in their order.
    pub(super) fn folders(&self) -> Vec<PathBuf> {
        let mut folders: Vec<PathBuf> = self.beside.iter().cloned().collect();
        for prefix in &self.environments {
            folders.extend(wheel_folders(prefix));
        }
        folders.extend(self.loader.iter().cloned());
        let mut seen = HashSet::new();
        // One folder may have two names: /lib is often /usr/lib.
        folders.retain(|folder| seen.insert(folder.canonicalize().unwrap_or(folder.clone())));
        folders
    }

    /// The libraries that stand in those folders, at most one a folder.
    pub(super) fn libraries(&self) -> impl Iterator<Item = PathBuf> {
        self.folders()
            .into_iter()
            .filter_map(|folder| library_in(&folder))
    }
}

/// Prefixes of Python environments: the activated one, the one that this program was installed
/// into by pip, and those whose `python3` stands on PATH. No Python is run.
fn python_environments(beside: Option<&Path>) -> Vec<PathBuf> {
    let activated = ["VIRTUAL_ENV", "CONDA_PREFIX", "pythonLocation"]
        .into_iter()
        .filter_map(env::var_os)
        .filter(|prefix| !prefix.is_empty())
        .map(PathBuf::from);
    let own = beside.and_then(Path::parent).map(Path::to_owned);
    let on_path = split_paths("PATH").filter_map(|folder| {
        let python = if cfg!(windows) {
            "python.exe"
        } else {
            "python3"
        };
        if !folder.join(python).is_file() {
            return None;
        }
        // On Windows python.exe of a whole installation stands in its prefix itself.
        if cfg!(windows) && folder.join("Lib").is_dir() {
            return Some(folder);
        }
        folder.parent().map(Path::to_owned)
    });
    let user = env::home_dir().map(|home| home.join(".local"));
    activated.chain(own).chain(on_path).chain(user).collect()
}

/// The folders in which the `onnxruntime` wheel keeps its library inside one environment.
fn wheel_folders(prefix: &Path) -> Vec<PathBuf> {
    const CAPI: &str = "onnxruntime/capi";
    if cfg!(windows) {
        return vec![prefix.join("Lib/site-packages").join(CAPI)];
    }
    let lib = prefix.join("lib");
    let mut versions: Vec<PathBuf> = std::fs::read_dir(&lib)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("python"))
        .map(|entry| entry.path())
        .collect();
    // Python 3.12 before 3.9, and an answer that does not depend on the order of the folder.
    versions.sort_by_key(|path| std::cmp::Reverse(version_in(path)));
    versions
        .iter()
        .flat_map(|version| [version.join("site-packages"), version.join("dist-packages")])
        .filter(|packages| packages.is_dir())
        .map(|packages| packages.join(CAPI))
        // Conda's own package puts the library here.
        .chain(lib.is_dir().then_some(lib))
        .collect()
}

/// The folders of the system's loader that a program can know.
fn loader_folders() -> Vec<PathBuf> {
    if cfg!(windows) {
        return split_paths("PATH").collect();
    }
    let (variable, usual): (&str, &[&str]) = if cfg!(target_vendor = "apple") {
        (
            "DYLD_LIBRARY_PATH",
            &["/opt/homebrew/lib", "/usr/local/lib", "/usr/lib"],
        )
    } else {
        (
            "LD_LIBRARY_PATH",
            &[
                "/usr/local/lib",
                "/usr/local/lib64",
                "/usr/lib",
                "/usr/lib64",
            ],
        )
    };
    let multiarch = format!("/usr/lib/{}-linux-gnu", env::consts::ARCH);
    split_paths(variable)
        .chain(usual.iter().map(PathBuf::from))
        .chain(cfg!(target_os = "linux").then(|| PathBuf::from(multiarch)))
        .collect()
}

fn split_paths(variable: &str) -> impl Iterator<Item = PathBuf> {
    let value = env::var_os(variable).unwrap_or_default();
    let paths: Vec<PathBuf> = env::split_paths(&value).collect();
    paths
        .into_iter()
        .filter(|path| !path.as_os_str().is_empty())
}

/// The newest ONNX Runtime in `folder`: the wheel's file carries its version in its name.
fn library_in(folder: &Path) -> Option<PathBuf> {
    std::fs::read_dir(folder)
        .ok()?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| {
            path.file_name()
                .is_some_and(|name| is_library(&name.to_string_lossy()))
        })
        .max_by_key(|path| (version_in(path), path.clone()))
}

/// `libonnxruntime.so`, `libonnxruntime.so.1.24.2`, `libonnxruntime.1.24.2.dylib`; not its
/// companions, such as `libonnxruntime_providers_shared.so`.
fn is_library(name: &str) -> bool {
    if cfg!(windows) {
        return name.eq_ignore_ascii_case(Places::LIBRARY);
    }
    if cfg!(target_vendor = "apple") {
        return name.starts_with("libonnxruntime.")
            && Path::new(name)
                .extension()
                .is_some_and(|end| end == "dylib");
    }
    name.strip_prefix(Places::LIBRARY)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The numbers in a file's name, in their order: a version that compares as versions do.
fn version_in(path: &Path) -> Vec<u64> {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touch(path: &Path) {
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, "").expect("a file");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_wheel_of_an_environment_is_found_newest_first() {
        let prefix = tempfile::tempdir().expect("a folder");
        let capi = |python: &str| {
            prefix
                .path()
                .join(format!("lib/{python}/site-packages/onnxruntime/capi"))
        };
        touch(&capi("python3.9").join("libonnxruntime.so.1.24.0"));
        touch(&capi("python3.12").join("libonnxruntime.so.1.9.0"));
        touch(&capi("python3.12").join("libonnxruntime.so.1.31.1"));
        touch(&capi("python3.12").join("libonnxruntime_providers_shared.so"));
        let places = Places {
            environments: vec![prefix.path().to_owned()],
            ..Places::default()
        };
        let found: Vec<PathBuf> = places.libraries().collect();
        assert_eq!(
            found,
            [
                capi("python3.12").join("libonnxruntime.so.1.31.1"),
                capi("python3.9").join("libonnxruntime.so.1.24.0"),
            ]
        );
    }

    #[test]
    fn beside_the_program_comes_before_the_loader() {
        let folder = tempfile::tempdir().expect("a folder");
        let (beside, loader) = (folder.path().join("a"), folder.path().join("b"));
        touch(&beside.join(Places::LIBRARY));
        touch(&loader.join(Places::LIBRARY));
        let places = Places {
            beside: Some(beside.clone()),
            loader: vec![loader.clone(), beside.clone()],
            ..Places::default()
        };
        assert_eq!(places.folders(), [beside.clone(), loader]);
        assert_eq!(
            places.libraries().next(),
            Some(beside.join(Places::LIBRARY))
        );
    }

    #[test]
    fn versions_compare_as_numbers() {
        let of = |name: &str| version_in(Path::new(name));
        assert!(of("libonnxruntime.so.1.31.1") > of("libonnxruntime.so.1.9.0"));
        assert!(of("python3.12") > of("python3.9"));
    }
}
