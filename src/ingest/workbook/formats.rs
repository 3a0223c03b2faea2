//! Number formats: what kind of thing a number with a format is for the one who looks at it.

/// How a number is shown, as far as it changes what the number means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Format {
    /// A number.
    #[default]
    Number,
    /// A share of a hundred.
    Percent,
    /// A day, a time of day, or both.
    Date,
    /// A stretch of time.
    Duration,
    /// An id that is stored as a number: `007`, `REQ-12`.
    Template(Template),
}

/// Where the digits of an id stand in its text: `None` is a place for a digit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template(Vec<Option<char>>);

impl Template {
    /// The template that the first section of a format code is. Nothing for a quantity: `0 "days"`,
    /// `"USD" 0`.
    fn of_code(code: &str) -> Option<Self> {
        let mut places = Vec::new();
        let mut characters = code.chars();
        while let Some(character) = characters.next() {
            match character {
                ';' => break,
                '"' => places.extend(characters.by_ref().take_while(|&inside| inside != '"').map(Some)),
                '\\' => places.push(Some(characters.next()?)),
                '-' | '/' | ':' => places.push(Some(character)),
                '0' => places.push(None),
                _ => return None,
            }
        }
        let template = Self(places);
        let first = template.0.iter().position(Option::is_none)?;
        let literals = || template.0.iter().flatten();
        let named = template.0[..first].iter().flatten().any(|literal| literal.is_alphabetic());
        let padded = template.digits() > 1;
        let fits = (1..=15).contains(&template.digits()) && template.0.len() <= 100;
        (fits && (named || padded) && literals().all(|literal| !literal.is_whitespace())).then_some(template)
    }

    /// The places, one after the other.
    pub(super) fn places(&self) -> impl Iterator<Item = Option<char>> {
        self.0.iter().copied()
    }

    /// How many of them are for digits.
    pub(super) fn digits(&self) -> usize {
        self.0.iter().filter(|place| place.is_none()).count()
    }
}

impl Format {
    /// What a built-in number format of Excel is. Source: ECMA-376, part 1, 18.8.30.
    pub(super) const fn built_in(id: u32) -> Self {
        match id {
            9 | 10 => Self::Percent,
            14..=22 | 27..=36 | 45 | 47 | 50..=58 => Self::Date,
            46 => Self::Duration,
            _ => Self::Number,
        }
    }

    /// What a format code is: `0.0%`, `yyyy\-mm\-dd`, `[h]:mm`, `000`. Only the first section
    /// counts, the one for positive numbers.
    pub(super) fn of_code(code: &str) -> Self {
        if let Some(template) = Template::of_code(code) {
            return Self::Template(template);
        }
        let mut characters = code.chars();
        let mut format = Self::Number;
        while let Some(character) = characters.next() {
            match character {
                ';' => break,
                '"' => while characters.next().is_some_and(|inside| inside != '"') {},
                '\\' | '_' | '*' => {
                    characters.next();
                }
                '[' => {
                    let inside: String = characters.by_ref().take_while(|&inside| inside != ']').collect();
                    let unit = |unit: char| inside.chars().all(|c| c.eq_ignore_ascii_case(&unit));
                    if !inside.is_empty() && (unit('h') || unit('m') || unit('s')) {
                        return Self::Duration;
                    }
                }
                '%' => return Self::Percent,
                'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => format = Self::Date,
                // "General" and scientific notation are numbers whatever letters stand in them.
                'G' | 'g' | 'E' | 'e' => return Self::Number,
                _ => {}
            }
        }
        format
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn format_codes_are_told_apart() {
        for (code, format) in [
            ("General", Format::Number),
            ("0.00", Format::Number),
            ("#,##0\\ \"days\"", Format::Number),
            ("[Red]0", Format::Number),
            ("0.00E+00", Format::Number),
            ("0.0%", Format::Percent),
            ("0\\ %", Format::Percent),
            ("yyyy\\-mm\\-dd", Format::Date),
            ("[$-409]d\\-mmm\\-yy;@", Format::Date),
            ("hh:mm", Format::Date),
            ("[h]:mm:ss", Format::Duration),
            ("0\" weeks\"", Format::Number),
            ("\"USD\"\\ 0", Format::Number),
            ("\"USD\"#,##0", Format::Number),
            ("000", Format::Template(Template(vec![None; 3]))),
            ("\"R-\"0;[Red]0", Format::Template(Template(vec![Some('R'), Some('-'), None]))),
            ("0", Format::Number),
        ] {
            assert_eq!(Format::of_code(code), format, "{code}");
        }
    }
}
