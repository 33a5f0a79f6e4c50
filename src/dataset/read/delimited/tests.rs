//! Tests of delimited text as it is read, and of what is said where it is none.

use miette::{GraphicalReportHandler, GraphicalTheme};

use super::super::super::dialect::{Delimiter, Quote};
use super::*;

fn csv(text: &str) -> Result<Table, ReadError> {
    table(text, Some(b','), true)
}

fn table(text: &str, hint: Option<u8>, header: bool) -> Result<Table, ReadError> {
    let path = Path::new("data.csv");
    let said = (&Dialect::default(), header);
    Ok(read(path, text, hint, said, Bounds::default())?.0)
}

/// A table, and what a reader of the report is told of it.
fn read_unusual(text: &str, hint: Option<u8>) -> (Table, Vec<String>) {
    let path = Path::new("data.csv");
    let said = (&Dialect::default(), true);
    let (table, decisions) = read(path, text, hint, said, Bounds::default()).unwrap();
    let unusual = decisions.iter().filter(|decision| decision.is_unusual);
    let lines = unusual.map(Decision::line).collect();
    (table, lines)
}

fn column(table: &Table, at: usize) -> Vec<Option<String>> {
    let Cells::Text(cells) = &table.cells[at] else {
        panic!("vectors")
    };
    cells.iter().map(|cell| cell.map(str::to_owned)).collect()
}

#[test]
fn lines_are_those_of_the_file() {
    for end in ["\n", "\r\n"] {
        let text = format!("a,b{end}1,\"x{end}y\"{end}2,z{end}{end}{end}3,\"q\"{end}4,w");
        assert_eq!(csv(&text).unwrap().lines.unwrap(), [2, 4, 7, 8]);
    }
}

#[test]
fn blanks_before_the_header_count() {
    assert_eq!(csv("\n\na,b\n1,2\n").unwrap().lines.unwrap(), [4]);
    assert_eq!(
        csv("a,b\n1,2\n   \n3,4\n  ").unwrap().lines.unwrap(),
        [2, 4]
    );
}

#[test]
fn lone_carriage_returns_end_lines_too() {
    let table = csv("a,b\r1,2\r3,4\r").unwrap();
    assert_eq!((table.rows, table.lines), (2, None));
}

#[test]
fn a_header_with_too_many_columns_ends_the_reading() {
    let said = (&Dialect::default(), true);
    let bounds = Bounds {
        columns: Some(2),
        ..Bounds::default()
    };
    // The second row is never reached.
    let read = read(Path::new("a.csv"), "a,b,c\n1,2,3\n4\n", None, said, bounds);
    assert!(matches!(read, Err(ReadError::TooWide { columns: 3, .. })));
}

#[test]
fn what_is_too_much_of_anything_names_the_key_that_lets_it() {
    let refused = |text: &str, bounds| {
        let said = (&Dialect::default(), true);
        let read = read(Path::new("a.csv"), text, None, said, bounds);
        read.unwrap_err().to_string()
    };
    let usual = Bounds::default();
    let two = Bounds {
        rows: Some(2),
        ..usual
    };
    assert_eq!(
        refused("a,b\n1,2\n3,4\n5,6\n", two),
        "a.csv has more than 2 rows"
    );
    let short = Bounds {
        line_mb: Some(1),
        ..usual
    };
    let long = format!("a,b\n1,2\n{},4\n", "x".repeat(1_000_000));
    assert_eq!(
        refused(&long, short),
        "the row in line 3 of a.csv holds more than 1 MB"
    );
}

#[test]
fn leaving_out_every_line_is_an_error_of_its_own() {
    let said = Dialect {
        skip_rows: 9,
        ..Dialect::default()
    };
    let path = Path::new("a.csv");
    let read = read(path, "a,b\n1,2\n", None, (&said, true), Bounds::default());
    assert_eq!(
        read.unwrap_err().to_string(),
        "skip-rows leaves out the first 9 lines of a.csv, which has 2 lines"
    );
}

#[test]
fn a_ragged_line_is_shown() {
    let error = csv("a,b,c\n1,2,3\n4,5\n").unwrap_err();
    let mut shown = String::new();
    GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
        .render_report(&mut shown, &error)
        .unwrap();
    let expected = "  × line 3 of data.csv has 2 fields where 3 are expected
   ╭─[data.csv:3:1]
 3 │ 4,5
   · ─┬─
   ·  ╰── has 2
   ╰────
  help: a value that holds the delimiter must stand in quotes: \"Smith, Jane\"; --skip-rows and --comment leave lines out that are no rows
";
    assert!(shown.ends_with(expected), "{shown}");
}

#[test]
fn a_long_ragged_line_is_cut() {
    let ReadError::Ragged {
        excerpt,
        line: 2,
        found: 3,
        ..
    } = csv(&format!("a,b\n1,2,{}\n", "x".repeat(1_000_000))).unwrap_err()
    else {
        panic!("not ragged");
    };
    assert!(format!("{excerpt:?}").len() < 1_000);
}

#[test]
fn a_cell_of_a_megabyte_is_a_cell() {
    let long = "x".repeat(1 << 20);
    assert_eq!(
        column(&csv(&format!("a,b\n{long},2\n")).unwrap(), 0),
        [Some(long)]
    );
}

#[test]
fn an_open_quote_is_named_where_it_opens() {
    let error = csv("a,b\n1,\"x\n2,y\n3,z\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the quote that opens in line 2 of data.csv is never closed"
    );
    let error = csv("a,b\n1,\"x\n2,\"y\"\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "in line 3 of data.csv text follows the quote that closes the field opened in line 2"
    );
}

#[test]
fn quotes_in_tab_separated_text_may_be_just_quotes() {
    let read = |text: &str| table(text, Some(b'\t'), true).unwrap();
    assert_eq!(
        column(&read("a\tb\n\"Great\" film\t1\n\"x\t2\n"), 0),
        ["\"Great\" film", "\"x"].map(|t| Some(t.to_owned()))
    );
    assert_eq!(
        column(&read("a\tb\n\"a \"\"great\"\" film\"\t1\n"), 0),
        [Some("a \"great\" film".to_owned())]
    );
}

#[test]
fn columns_of_one_name_are_told_apart_by_their_places() {
    let (table, told) = read_unusual("id,text, id\n1,2,3\n", Some(b','));
    assert_eq!(table.names, ["id", "text", "id (2)"]);
    assert_eq!(
        told,
        ["columns of one name: column 3 is `id (2)`: they are told apart by their places"]
    );
}

#[test]
fn columns_without_a_name_get_one() {
    assert_eq!(csv(",text\n1,2\n").unwrap().names, ["column_1", "text"]);
    let table = table("1,2\n3,4\n", Some(b','), false).unwrap();
    assert_eq!(
        (table.names.join(" "), table.rows, table.lines),
        ("column_1 column_2".to_owned(), 2, Some(vec![1, 2]))
    );
}

#[test]
fn an_empty_cell_in_quotes_is_a_row() {
    assert_eq!(csv("a\n\"\"\nx\n").unwrap().rows, 2);
}

#[test]
fn an_open_quote_in_tab_separated_text_melts_no_rows() {
    let mut text = "label\ttext\n".to_owned();
    for row in 0..60 {
        text += &match row {
            10 => "1\t\"so far so good\n".to_owned(),
            20 => "0\tit measures 12\"\n".to_owned(),
            30 => "1\t\"two lines\nin one\"\n".to_owned(),
            40 => "1\t\"open\n".to_owned(),
            41 => "0\tclosed 5\"\n".to_owned(),
            _ => format!("{}\ta \"fine\" day {row}\n", row % 2),
        };
    }
    let table = table(&text, Some(b'\t'), true).unwrap();
    assert_eq!(table.rows, 60);
    let texts = column(&table, 1);
    assert_eq!(texts[10].as_deref(), Some("\"so far so good"));
    assert_eq!(texts[30].as_deref(), Some("two lines\nin one"));
    assert_eq!(texts[41].as_deref(), Some("closed 5\""));
    assert_eq!(table.lines.unwrap()[31], 34);
}

#[test]
fn an_open_quote_in_comma_separated_text_is_told_with_its_line() {
    let mut text = "text,label\n".to_owned();
    for row in 0..60 {
        text += &match row {
            10 => "\"so far,pos\n".to_owned(),
            20 => "it measures 12,neg\n".to_owned(),
            // Its first line is a comma and more, its lines are no rows.
            25 => "\"one, two\nthree, four\nfive, six\",pos\n".to_owned(),
            30 => "size 12\",neg\n".to_owned(),
            _ => format!("\"day {row}\",{}\n", ["pos", "neg"][row % 2]),
        };
    }
    let (table, told) = read_unusual(&text, Some(b','));
    assert_eq!(table.rows, 60);
    assert_eq!(column(&table, 0)[10].as_deref(), Some("\"so far"));
    assert!(
        told[0].starts_with("quotes taken as letters: line 12: "),
        "{told:?}"
    );
}

#[test]
fn a_first_line_names_the_delimiter() {
    let table = table("sep=;\ntext;y\na, b;1\nc;0\n", Some(b','), true).unwrap();
    assert_eq!(
        (table.names, table.lines),
        (vec!["text".to_owned(), "y".to_owned()], Some(vec![3, 4]))
    );
}

#[test]
fn comments_and_lines_around_the_table_are_aside_and_told() {
    let rows = "age,city\n30,Rome\n41,Oslo\n# checked\n29,Rome\n";
    let (table, said) = read_unusual(
        &format!("# made in May, 2026\n# by, the ledger\n{rows}"),
        Some(b','),
    );
    assert_eq!(
        (table.names.join(" "), table.lines),
        ("age city".to_owned(), Some(vec![4, 5, 7]))
    );
    assert_eq!(said.len(), 2);
    assert!(
        said[0].starts_with("comments left out: lines 1 and 2: "),
        "{said:?}"
    );
    let (table, said) = read_unusual(&format!("Sales\n\n{rows}\n(3 rows)\n"), Some(b','));
    assert_eq!((table.rows, said.len()), (3, 3));
    assert!(said[2].starts_with("lines left out: line 9: "), "{said:?}");
}

#[test]
fn a_total_below_the_rows_is_told_and_none_of_them() {
    let rows = "name,v\na,1\nb,2\nc,3\n";
    let (table, said) = read_unusual(&format!("{rows}Total,6\n"), Some(b','));
    assert_eq!((table.rows, table.lines), (3, Some(vec![2, 3, 4])));
    assert!(said[0].starts_with("lines left out: line 5: "), "{said:?}");
    let (table, said) = read_unusual(&format!("{rows}\nTotal,3\n"), Some(b','));
    assert_eq!((table.rows, said.len()), (3, 1));
    let (table, _) = read_unusual(&format!("{rows}Total,3\n"), Some(b','));
    assert_eq!(table.rows, 4);
}

#[test]
fn a_row_cut_short_is_no_footer() {
    let error = csv("age,city\n30,Rome\n41,Oslo\n29\n").unwrap_err();
    assert!(matches!(error, ReadError::Ragged { line: 4, .. }));
    assert!(csv("age,city\n30,Rome\nTotal\n41,Oslo\n").is_err());
}

#[test]
fn a_comment_may_hold_the_header() {
    let (table, _) = read_unusual("# made in May\n# age, city\n30,Rome\n41,Oslo\n", Some(b','));
    assert_eq!(
        (table.names.join(" "), table.rows),
        ("age city".to_owned(), 2)
    );
    let (table, said) = read_unusual("#id,city\n30,Rome\n41,Oslo\n", Some(b','));
    assert_eq!(
        (table.names.join(" "), said.len()),
        ("#id city".to_owned(), 0)
    );
}

#[test]
fn a_name_fewer_than_cells_is_a_column_of_row_names() {
    let (table, said) = read_unusual("age,city\na1,30,Rome\na2,41,Oslo\n", Some(b','));
    assert_eq!(
        (table.names.join(" "), said.len()),
        ("column_1 age city".to_owned(), 1)
    );
    let table = csv("age,city\n30,Rome,\n41,Oslo,\n").unwrap();
    assert_eq!(
        (table.names.join(" "), table.rows),
        ("age city".to_owned(), 2)
    );
}

#[test]
fn blanks_set_cells_apart() {
    let (table, said) = read_unusual("  age   pay\n  30    1.5\n  41   12.5\n", None);
    assert_eq!(
        (table.names.join(" "), table.rows, said.len()),
        ("age pay".to_owned(), 2, 1)
    );
}

#[test]
fn what_is_said_is_done() {
    let read = |text: &str, said: &Dialect| {
        let path = Path::new("a.csv");
        read(path, text, Some(b','), (said, true), Bounds::default())
            .unwrap()
            .0
    };
    let said = Dialect {
        delimiter: Delimiter::parse("^"),
        quote: Quote::parse("'"),
        comment: Some("//".to_owned()),
        skip_rows: 1,
        ..Dialect::default()
    };
    let table = read("x^y^z\na^b\n'1^2'^\"3\n//4^5\n6^7\n", &said);
    assert_eq!(
        (table.names.join(" "), table.lines.clone()),
        ("a b".to_owned(), Some(vec![3, 5]))
    );
    assert_eq!(
        column(&table, 0),
        [Some("1^2".to_owned()), Some("6".to_owned())]
    );
    let said = Dialect {
        quote: Quote::parse("none"),
        ..Dialect::default()
    };
    assert_eq!(
        column(&read("a,b\n\"1,2\"\n", &said), 0),
        [Some("\"1".to_owned())]
    );
}

#[test]
fn what_a_spreadsheet_pads_a_table_with_is_left_out() {
    let padded = "text,y,,\ngood,1,,\n,,,\nbad,0,,\n,,,\n,,,\n";
    let (table, told) = read_unusual(padded, Some(b','));
    assert_eq!(
        (table.rows, table.names.join(" ")),
        (3, "text y".to_owned())
    );
    // A blank row among others is a row of which nothing is known.
    assert_eq!(column(&table, 1)[1], None);
    assert_eq!(table.lines.unwrap(), [2, 3, 4]);
    assert_eq!(
        told,
        [
            "lines left out: lines 5 and 6: they stand after the last row, and hold nothing but delimiters"
        ]
    );
    // What has a name or a value stays.
    let (table, told) = read_unusual("a,b,\n1,,x\n2,,\n", Some(b','));
    assert_eq!((table.names.len(), told.len()), (3, 0));
    let (table, _) = read_unusual(",\n,\n,\n", Some(b','));
    assert_eq!((table.rows, table.names.len()), (2, 2));
}

#[test]
fn a_line_under_the_header_is_no_row() {
    for (text, hint, names) in [
        ("| t | y |\n|---|:-:|\n| a | 1 |\n| b | 0 |\n", None, "t y"),
        ("t | y\n---+---\na | 1\nb | 0\n(2 rows)\n", None, "t y"),
    ] {
        let (table, told) = read_unusual(text, hint);
        let kept: Vec<&str> = table.names.iter().map(|name| name.trim()).collect();
        assert_eq!(
            (kept.join(" "), column(&table, 0)[0].as_deref()),
            (names.to_owned(), Some("a")),
            "{text}"
        );
        let said = "lines left out: line 2: a line is drawn there under the header";
        assert!(told.contains(&said.to_owned()), "{told:?}");
    }
    let (table, _) = read_unusual("t,y\n---,--\na,1\n", Some(b','));
    assert_eq!(table.rows, 2);
}

#[test]
fn texts_with_bare_commas_are_no_names_of_rows() {
    let rows = (0..9).map(|row| format!("The soup was cold on day {row}, and so on,{}\n", row % 2));
    let error = csv(&format!("text,label\n{}", rows.collect::<String>())).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("line 2 of data.csv has 3 fields"),
        "{error}"
    );
}
