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
    /// Whether they are those of the command's subcommands, too.
    const GLOBAL: bool = false;
}

/// What a command line says with the flags of `C`.
pub struct Flags<C> {
    said: Vec<(&'static Key, Value)>,
    choice: PhantomData<C>,
}

impl<C> Flags<C> {
    /// Says the same in `request`.
    pub(super) fn say_in(&self, request: &mut Request) {
        for (key, value) in &self.said {
            request.set(key, value.clone());
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
        for (key, flag, outer) in flags::<C>() {
            let mut arg = argument(key, &flag).global(C::GLOBAL);
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
        let said = flags::<C>().into_iter().filter_map(|(key, flag, outer)| {
            let value = value(key, flag.name, matches)?;
            Some(match outer {
                Some(outer) => (outer, Value::Table(vec![(key.name, value)])),
                None => (key, value),
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
fn flags<C: Choice>() -> Vec<(&'static Key, Flag, Option<&'static Key>)> {
    let mut flags = Vec::new();
    for &key in C::TABLES.iter().copied().flatten() {
        flags.extend(key.flag.map(|flag| (key, flag, None)));
        if let Form::TextOrTable(inner, _) | Form::TextsOrTable(inner, _) = key.form {
            let inner = inner.iter().copied();
            flags.extend(inner.filter_map(|inner| Some((inner, inner.flag?, Some(key)))));
        }
    }
    flags
}

fn argument(key: &'static Key, flag: &Flag) -> Arg {
    let arg = Arg::new(flag.name)
        .long(flag.name)
        .help(help(key, flag))
        .help_heading(flag.heading);
    if let Form::Switch = key.form {
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
        Form::Texts | Form::TextsOrTable(..) => arg.action(ArgAction::Append),
        Form::RuleNames => arg
            .action(ArgAction::Append)
            .value_delimiter(',')
            .value_parser(Words::rules())
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
        number.ok_or_else(|| format!("it is a whole number from {least} to {}", u64::MAX))
    };
    ValueParser::new(parse)
}

/// What the command line says with the flag of this name.
fn value(key: &Key, name: &str, matches: &ArgMatches) -> Option<Value> {
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
        Form::Texts | Form::TextsOrTable(..) | Form::RuleNames => several().map(Value::Texts),
        _ => one().map(Value::Text),
    }
}
