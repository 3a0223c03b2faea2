//! Number formats: what kind of thing a number with a format is for the one who looks at it.

/// How a number is shown, as far as it changes what the number means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    /// A number with at least so many digits: `007`.
    Padded(usize),
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
        if code.len() > 1 && code.bytes().all(|byte| byte == b'0') {
            return Self::Padded(code.len().min(15));
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
            ("000", Format::Padded(3)),
            ("0", Format::Number),
        ] {
            assert_eq!(Format::of_code(code), format, "{code}");
        }
    }
}
