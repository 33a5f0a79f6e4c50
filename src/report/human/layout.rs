//! Layout: how the pieces of a report for people are set: flowing parts, paragraphs, drawn findings.

use std::io::{self, Write};

use textwrap::core::display_width;

use super::Human;
use super::finding::Drawn;
use crate::report::group::Group;
use crate::report::snippet::options;
use crate::report::visible::TIGHT;

impl Human {
    /// Parts joined by dots, broken between parts, and between words where one is longer than a line.
    pub(super) fn flow(&self, parts: &[String]) -> Vec<String> {
        let width = self.terminal.width - 2;
        let mut lines: Vec<String> = Vec::new();
        for part in parts {
            match lines.last_mut() {
                Some(line) if display_width(line) + 3 + display_width(part) <= width => {
                    line.push_str(" · ");
                    line.push_str(part);
                }
                _ => lines.extend(
                    textwrap::wrap(part, options(width))
                        .into_iter()
                        .map(std::borrow::Cow::into_owned),
                ),
            }
        }
        lines
    }

    /// Parts joined by dots, in bold.
    pub(super) fn write_bold(&self, parts: &[String], out: &mut dyn Write) -> io::Result<()> {
        for line in self.flow(parts) {
            writeln!(out, "  {}", self.terminal.bold(&line))?;
        }
        Ok(())
    }

    /// Running text, its later lines indented.
    pub(super) fn write_paragraph(&self, text: &str, out: &mut dyn Write) -> io::Result<()> {
        let hanging = options(self.terminal.width - 2).subsequent_indent("  ");
        for line in textwrap::wrap(text, hanging) {
            writeln!(out, "  {line}")?;
        }
        Ok(())
    }

    /// Findings, one for each rule, the worst first.
    pub(super) fn write_findings(&self, groups: &[Group], out: &mut dyn Write) -> io::Result<()> {
        for group in groups {
            self.draw(&Drawn::finding(group, self.terminal.width), out)?;
            writeln!(out)?;
        }
        Ok(())
    }

    pub(super) fn draw(&self, drawn: &Drawn, out: &mut dyn Write) -> io::Result<()> {
        let mut text = String::new();
        self.terminal
            .handler(0)
            .render_report(&mut text, drawn)
            .map_err(io::Error::other)?;
        for line in text.replace(TIGHT, " ").lines() {
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}
