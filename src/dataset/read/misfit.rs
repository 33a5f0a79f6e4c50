//! Misfit: a name for what was read of a file that says another format, or another packing, than the file has.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::super::format::{Format, Packing, is_stdin};
use super::super::source::Source;
use super::layout::Layout;
use super::{decode, magic, open_data};
use crate::error::ReadError;

/// Bytes by which a packing is known.
const FIRST: usize = 8;

/// What a file is, and what a name for it would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Misfit {
    /// `CSV packed with gzip`
    pub(crate) is: String,
    /// The name with the endings that say so.
    pub(crate) name: String,
}

/// Whether the name `output` says something else than the file at `input` of `source` is; a name that says nothing fits.
///
/// # Errors
/// A file without a name that says its format, where it can't be read.
pub(crate) fn find_misfit(
    input: &Path,
    source: &Source,
    output: &Path,
) -> Result<Option<Misfit>, ReadError> {
    let (said, said_packing) = Format::of(output);
    if is_stdin(input) || (said, said_packing) == (Format::Delimited(None), Packing::None) {
        return Ok(None);
    }
    let (named, named_packing) = Format::of(input);
    let packing = match find_packing(input) {
        // Else reading it says what is wrong with its name.
        Some(found) if source.format.is_some() || named == Format::Delimited(None) => found,
        _ => named_packing,
    };
    let format = match source.format.map_or(named, Format::from) {
        Format::Delimited(None) => look_inside(input, source)?,
        known => known,
    };
    let fits_format = said == Format::Delimited(None) || said == format;
    if fits_format && said_packing == packing {
        return Ok(None);
    }
    Ok(Some(Misfit {
        is: describe(format, packing),
        name: rename(output, format, packing),
    }))
}

/// How the file at `path` is packed by its first bytes; nothing where it can't be read.
fn find_packing(path: &Path) -> Option<Packing> {
    let mut first = Vec::with_capacity(FIRST);
    let file = File::open(path).ok()?;
    file.take(FIRST as u64).read_to_end(&mut first).ok()?;
    Some(magic::packing(&first).map_or(Packing::None, |(packing, _)| packing))
}

/// The format of a file whose name says none, with the delimiter that it turns out to have.
fn look_inside(path: &Path, source: &Source) -> Result<Format, ReadError> {
    let (bytes, format, _) = open_data(path, source.format, source.bounds)?;
    if format != Format::Delimited(None) {
        return Ok(format);
    }
    let decoded = decode::decode(path, bytes, source.encoding)?;
    let layout = Layout::of(path, &decoded.text, None, &source.dialect, source.header)?;
    Ok(Format::Delimited(match layout.delimiter {
        tab @ b'\t' => Some(tab),
        // A .csv file has semicolons where it has no commas.
        b',' | b';' => Some(b','),
        _ => None,
    }))
}

/// `CSV packed with gzip`
fn describe(format: Format, packing: Packing) -> String {
    let format = match format {
        Format::Delimited(None) => "text with another delimiter".to_owned(),
        Format::Parquet => "Parquet".to_owned(),
        known => known.word().to_uppercase(),
    };
    match packing {
        Packing::None => format,
        Packing::Gzip => format!("{format} packed with gzip"),
        Packing::Zstd => format!("{format} packed with zstd"),
    }
}

/// `path` with the endings of this format and packing in the place of those that it has.
fn rename(path: &Path, format: Format, packing: Packing) -> String {
    let mut path = path.to_owned();
    if Format::of(&path).1 != Packing::None {
        path.set_extension("");
    }
    let said = Format::of(&path).0;
    if said != format {
        let ending = match format {
            Format::Delimited(None) => "txt",
            known => known.word(),
        };
        if said == Format::Delimited(None) {
            path.as_mut_os_string().push(".");
            path.as_mut_os_string().push(ending);
        } else {
            path.set_extension(ending);
        }
    }
    let packed = match packing {
        Packing::None => "",
        Packing::Gzip => ".gz",
        Packing::Zstd => ".zst",
    };
    format!("{}{packed}", path.display())
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture::Folder;
    use super::*;

    #[test]
    fn a_name_says_what_the_file_is() {
        let folder = Folder::new();
        let gzip = [0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0];
        folder.write("a.csv", "a,b\n1,2\n");
        folder.write("a.csv.gz", gzip);
        folder.write("tabs", "a\tb\n1\t2\n");
        folder.write("pipes.txt", "a|b\n1|2\n3|4\n");
        folder.write("a.parquet", "PAR1");
        let source = Source {
            header: true,
            ..Source::default()
        };
        for (input, output, name) in [
            ("a.csv", "out.csv", None),
            ("a.csv", "out", None),
            ("a.csv", "out.csv.gz", Some("out.csv")),
            ("a.csv", "out.parquet", Some("out.csv")),
            ("a.csv", "my.out.tsv", Some("my.out.csv")),
            ("a.csv.gz", "out.csv", Some("out.csv.gz")),
            ("a.csv.gz", "out.csv.zst", Some("out.csv.gz")),
            ("a.csv.gz", "OUT.CSV.GZ", None),
            ("a.parquet", "out.pq", None),
            ("a.parquet", "out.jsonl", Some("out.parquet")),
            ("tabs", "out.tab", None),
            ("tabs", "out.csv", Some("out.tsv")),
            ("pipes.txt", "out.csv", Some("out.txt")),
            ("pipes.txt", "out.data", None),
        ] {
            let input = folder.path().join(input);
            let found = find_misfit(&input, &source, Path::new(output)).expect("read");
            let found = found.map(|misfit| misfit.name);
            assert_eq!(found.as_deref(), name, "{} {output}", input.display());
        }
    }
}
