//! The seeds of the fuzz targets, replayed: whatever broke a target once stands among them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use trueline::testing::{fuzz, fuzz_targets};

fn fuzz_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries
        .map(|entry| entry.expect("listed").path())
        .map(|path| {
            path.file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        })
        .collect()
}

#[test]
fn no_seed_breaks_its_target() {
    for target in fuzz_targets() {
        let folder = fuzz_folder().join("seeds").join(target);
        for name in names(&folder) {
            let bytes = fs::read(folder.join(&name)).expect("readable");
            // Torn at every length, too: files end where disks and networks do.
            let step = (bytes.len() / 40).max(1);
            for end in (0..bytes.len()).step_by(step).chain([bytes.len()]) {
                println!("{target}/{name}, {end} bytes");
                fuzz(target, &bytes[..end]);
            }
        }
    }
}

#[test]
fn every_target_has_a_file_seeds_and_a_place_in_the_workflow() {
    let targets: BTreeSet<String> = fuzz_targets().into_iter().map(str::to_owned).collect();
    assert_eq!(names(&fuzz_folder().join("fuzz_targets")), targets);
    assert_eq!(names(&fuzz_folder().join("seeds")), targets);
    let workflow = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/workflows/fuzz.yml");
    let workflow = fs::read_to_string(workflow).expect("readable");
    let listed = workflow
        .split("target: [")
        .nth(1)
        .and_then(|rest| rest.split(']').next());
    let listed: BTreeSet<String> = listed
        .expect("a list")
        .split(", ")
        .map(str::to_owned)
        .collect();
    assert_eq!(listed, targets);
    for target in &targets {
        let file = fuzz_folder()
            .join("fuzz_targets")
            .join(format!("{target}.rs"));
        let text = fs::read_to_string(file).expect("readable");
        assert!(
            text.contains(&format!("fuzz(\"{target}\", bytes)")),
            "{text}"
        );
    }
}
