//! Schemas: what `validate.py` says of reports. `make test` sets up what it needs.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The faults of `reports`, told by their endings, one a line; absent where nothing is set up.
pub(crate) fn faults(reports: &[PathBuf]) -> Option<String> {
    let set_up = env::var_os("TRUELINE_TEST_PYTHON").zip(env::var_os("TRUELINE_TEST_SCHEMAS"));
    let Some((python, schemas)) = set_up else {
        assert!(
            env::var_os("CI").is_none(),
            "TRUELINE_TEST_PYTHON and TRUELINE_TEST_SCHEMAS are not set: run the tests with `make test`"
        );
        println!(
            "not validated: TRUELINE_TEST_PYTHON and TRUELINE_TEST_SCHEMAS are not set; `make test` sets them"
        );
        return None;
    };
    let done = Command::new(Path::new(&python).join("bin/python"))
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/validate.py"))
        .arg(sarif_schema())
        .arg(Path::new(&schemas).join("junit-10.xsd"))
        .args(reports)
        .output()
        .expect("Python runs");
    let said = String::from_utf8_lossy(&done.stdout).trim().to_owned();
    let complaint = String::from_utf8_lossy(&done.stderr);
    assert!(complaint.is_empty(), "{complaint}");
    assert_eq!(done.status.success(), said.is_empty(), "{said}");
    Some(said)
}

/// Fails where a report has a fault.
pub(crate) fn assert_valid(reports: &[PathBuf]) {
    if let Some(faults) = faults(reports) {
        assert!(faults.is_empty(), "{faults}");
    }
}

/// The schema of OASIS, which the serde-sarif package carries.
fn sarif_schema() -> PathBuf {
    let done = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .arg("--manifest-path")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .output()
        .expect("cargo runs");
    let metadata: serde_json::Value =
        serde_json::from_slice(&done.stdout).expect("cargo metadata is JSON");
    let package = metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|package| package["name"] == "serde-sarif")
        .expect("serde-sarif is a dependency");
    let manifest = package["manifest_path"]
        .as_str()
        .expect("a package has a manifest");
    Path::new(manifest)
        .with_file_name("src")
        .join("schema.json")
}
