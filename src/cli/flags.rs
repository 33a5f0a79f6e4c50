//! Flags: those that the settings declare, and what a command line says with them.

use std::fmt;
use std::marker::PhantomData;
use std::path::PathBuf;

use clap::builder::ValueParser;
use clap::error::Error;
use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Args, Command, FromArgMatches, Id, value_parser};

use super::words::Words;
use crate::plan::Request;
use crate::policy::{Fallback, Flag, Form, Key, Keys, Value};

/// Which settings have flags in some command.
pub(super) trait Choice {
    /// The name of the group that the flags are together.
    const GROUP: &'static str;
    /// The tables whose keys they are.
    const TABLES: &'static [Keys];
    /// Tables inside them whose flags belong to another command.
    const WITHOUT: &'static [&'static str] = &[];
    /// Whether they are those of the command's subcommands, too.
    const GLOBAL: bool = false;
}

/// What a command line says with the flags of `C`.
pub(crate) struct Flags<C> {
    /// Each key, what is said of it, and the flag that says it.
    said: Vec<(&'static Key, Value, &'static str)>,
    choice: PhantomData<C>,
}

impl<C> Flags<C> {
    /// Says the same in `request`.
    pub(super) fn say_in(&self, request: &mut Request) {
        for (key, value, flag) in &self.said {
            request.set(key, value.clone(), flag);
        }
    }
}

impl<C> fmt::Debug for Flags<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.said).finish()
    }
}

impl<C: Choice> Args for Flags<C> {
    fn group_id() -> Option<Id> {
        Some(Id::from(C::GROUP))
    }

    fn augment_args(mut command: Command) -> Command {
        let mut names = Vec::new();
        for (key, flag, outer) in list_flags(C::TABLES, C::WITHOUT) {
            let mut arg = argument(key, &flag).global(C::GLOBAL);
            if let Some(said) = key.flag.filter(|_| key.off == Some(flag)) {
                arg = arg.conflicts_with(said.name);
            }
            if let Some(outer) = outer.and_then(|outer| outer.flag) {
                arg = arg.conflicts_with(outer.name);
            }
            names.push(flag.name);
            command = command.arg(arg);
        }
        command.group(ArgGroup::new(C::GROUP).multiple(true).args(names))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<C: Choice> FromArgMatches for Flags<C> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let said =
            list_flags(C::TABLES, C::WITHOUT)
                .into_iter()
                .filter_map(|(key, flag, outer)| {
                    let value = value(key, &flag, matches)?;
                    Some(match outer {
                        Some(outer) => (outer, Value::Table(vec![(key.name, value)]), flag.name),
                        None => (key, value, flag.name),
                    })
                });
        Ok(Self {
            said: said.collect(),
            choice: PhantomData,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// Every key with a flag; that of a key in a table on one line comes with the key of the table.
fn list_flags(
    tables: &[Keys],
    without: &[&str],
) -> Vec<(&'static Key, Flag, Option<&'static Key>)> {
    let mut flags = Vec::new();
    for &key in tables.iter().copied().flatten() {
        flags.extend(key.flag.map(|flag| (key, flag, None)));
        flags.extend(key.off.map(|off| (key, off, None)));
        match key.form {
            Form::Table(_) if without.contains(&key.name) => {}
            Form::Table(inner) => flags.extend(list_flags(&[inner], without)),
            Form::TextOrTable(inner, _) | Form::TextsOrTable(inner, _) => {
                let inner = inner.iter().copied();
                flags.extend(inner.filter_map(|inner| Some((inner, inner.flag?, Some(key)))));
            }
            _ => {}
        }
    }
    flags
}

fn argument(key: &'static Key, flag: &Flag) -> Arg {
    let arg = Arg::new(flag.name)
        .long(flag.name)
        .help(help(key, flag))
        .help_heading(flag.heading);
    if matches!(key.form, Form::Switch) || key.off == Some(*flag) {
        return arg.action(ArgAction::SetTrue);
    }
    let arg = arg.value_name(flag.value);
    match key.form {
        Form::Whole(least) => arg
            .allow_negative_numbers(true)
            .value_parser(whole_number(least)),
        Form::Path => arg.value_parser(value_parser!(PathBuf)),
        Form::Paths | Form::Files => arg
            .value_parser(value_parser!(PathBuf))
            .action(ArgAction::Append),
        // A text may be a negative number: `--na -999`.
        Form::Texts | Form::TextsOrTable(..) | Form::Words(_) => {
            arg.allow_negative_numbers(true).action(ArgAction::Append)
        }
        Form::RuleNames => arg
            .action(ArgAction::Append)
            .value_delimiter(',')
            .value_parser(Words::rules())
            .hide_possible_values(true),
        Form::WordList(vocabulary) => arg
            .action(ArgAction::Append)
            .value_delimiter(',')
            .value_parser(Words((vocabulary.words)()))
            .hide_possible_values(true),
        Form::Word(vocabulary) => arg
            .value_parser(Words((vocabulary.words)()))
            .hide_possible_values(true),
        _ => arg,
    }
}

/// What the flag says of itself: what the key says, and the default.
fn help(key: &Key, flag: &Flag) -> String {
    let help = flag.help.unwrap_or(key.about).trim_end_matches('.');
    let default = match (key.form, key.default_in_words()) {
        // What a flag without a value says is its name.
        (Form::Switch, _) | (_, None) => return help.to_owned(),
        (_, Some(_)) if flag.help.is_some() => return help.to_owned(),
        (_, Some(default)) => default,
    };
    match key.variable {
        Some(variable) => format!(
            "{help} [default: {variable}, else {} of trueline.toml, else {default}]",
            key.name
        ),
        None => format!("{help} [default: {default}]"),
    }
}

fn whole_number(least: u64) -> ValueParser {
    let parse = move |text: &str| {
        let number = text.parse::<u64>().ok();
        let number = number.filter(|number| *number >= least);
        number.ok_or_else(|| format!("it must be a whole number from {least} to {}", u64::MAX))
    };
    ValueParser::new(parse)
}

/// What the command line says with this flag.
fn value(key: &Key, flag: &Flag, matches: &ArgMatches) -> Option<Value> {
    let name = flag.name;
    if key.off == Some(*flag) {
        return matches.get_flag(name).then_some(Value::Switch(false));
    }
    let one = || matches.get_one::<String>(name).cloned();
    let several =
        || -> Option<Vec<String>> { Some(matches.get_many::<String>(name)?.cloned().collect()) };
    match key.form {
        Form::Switch => matches
            .get_flag(name)
            .then_some(Value::Switch(key.default != Fallback::Switch(true))),
        Form::Whole(_) => matches.get_one::<u64>(name).copied().map(Value::Whole),
        Form::Path => matches.get_one::<PathBuf>(name).cloned().map(Value::Path),
        Form::Paths | Form::Files => {
            let paths = matches.get_many::<PathBuf>(name)?;
            Some(Value::Paths(paths.cloned().collect()))
        }
        Form::Texts
        | Form::TextsOrTable(..)
        | Form::RuleNames
        | Form::WordList(_)
        | Form::Words(_) => several().map(Value::Texts),
        _ => one().map(Value::Text),
    }
}

/// A setting that is declared here and nowhere else is known wherever settings are.
#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::plan::{Resolved, schema};
    use crate::policy::{Policy, Setting, Statements};

    static TOY: Setting<u64> = Setting::whole("toy-size", 2, 5, "How large the toy is.")
        .flag("Toys", "SIZE")
        .hint("a smaller one would be swallowed");
    static TOYS: Keys = &[&TOY.key];

    struct ToyChoice;

    impl Choice for ToyChoice {
        const GROUP: &'static str = "ToyFlags";
        const TABLES: &'static [Keys] = &[TOYS];
    }

    fn command() -> Command {
        Flags::<ToyChoice>::augment_args(Command::new("toys"))
    }

    fn request(line: &str) -> Request {
        let matches = command().get_matches_from(line.split(' '));
        let mut request = Request::default();
        let flags = Flags::<ToyChoice>::from_arg_matches(&matches).expect("well-formed");
        flags.say_in(&mut request);
        request
    }

    fn read(text: &str) -> (Policy, Vec<String>) {
        let (policy, mistakes) = Policy::read(TOYS, "toys.toml", Path::new(""), text);
        let place = |at: miette::SourceSpan| text[at.offset()..at.offset() + at.len()].to_owned();
        let mistakes = mistakes.into_iter().map(|mistake| {
            let at = mistake.at.map(place).unwrap_or_default();
            format!(
                "{at}: {} ({})",
                mistake.message,
                mistake.help.unwrap_or_default()
            )
        });
        let mistakes = mistakes.collect();
        (policy, mistakes)
    }

    #[test]
    fn a_text_may_be_a_negative_number() {
        static MARKS: Setting<Option<Vec<String>>> = Setting::new(
            "marks",
            Form::Texts,
            Fallback::Nothing("none"),
            "Texts that mark something.",
        )
        .flag("Toys", "TEXT");
        let arg = argument(&MARKS.key, &MARKS.key.flag.expect("it has one"));
        let command = Command::new("toys").arg(arg);
        let line = [
            "toys", "--marks", "-999", "--marks", "-9.5", "--marks", "none",
        ];
        let matches = command.clone().try_get_matches_from(line).expect("sound");
        let marks: Vec<&String> = matches.get_many("marks").expect("said").collect();
        assert_eq!(marks, ["-999", "-9.5", "none"]);
        // A flag is still no text.
        assert!(
            command
                .try_get_matches_from(["toys", "--marks", "--no"])
                .is_err()
        );
    }

    #[test]
    fn a_declaration_is_all_that_a_setting_needs() {
        let settle = |text: &str, request: &Request| {
            let policy = read(text).0;
            Resolved::new(TOYS, &request.settings, &policy.settings, &policy).get(&TOY)
        };
        assert_eq!(settle("", &request("toys")), 5);
        assert_eq!(settle("toy-size = 7", &request("toys")), 7);
        assert_eq!(settle("toy-size = 7", &request("toys --toy-size 9")), 9);
        let nothing = Statements::default();
        let resolved = Resolved::new(TOYS, &nothing, &nothing, &Policy::default());
        assert_eq!(resolved.decisive(), [("toy-size", &Value::Whole(5))]);
        let help = command().render_help().to_string();
        assert!(
            help.contains("Toys:\n      --toy-size <SIZE>  How large the toy is [default: 5]"),
            "{help}"
        );
        let schema = schema::table(TOYS, &[], &[]);
        let about = &schema["properties"]["toy-size"]["description"];
        assert_eq!(about, "How large the toy is. Default: 5.");
    }

    #[test]
    fn its_mistakes_stand_at_their_places() {
        for (text, wanted) in [
            (
                "toy-size = 1",
                "1: `toy-size` must be at least 2 (a smaller one would be swallowed)",
            ),
            (
                "toy-size = true",
                "true: `toy-size` must be a whole number, not true or false ()",
            ),
            (
                "toy-sise = 3",
                "toy-sise: unknown key `toy-sise` (did you mean `toy-size`?)",
            ),
        ] {
            assert_eq!(read(text).1, [wanted]);
        }
        let refused = command().try_get_matches_from(["toys", "--toy-size", "1"]);
        let refused = refused.expect_err("too small").to_string();
        assert!(
            refused.contains("it must be a whole number from 2 to"),
            "{refused}"
        );
    }
}
