//! Cells that hold a percentage, or a word that stands for one.

use super::{
    codes,
    numbers::Numbers,
    values::{Wrong, wrong},
};
use crate::{
    model::{Decimal, Migration, Share},
    suggestion::closest,
};

impl Numbers {
    /// `high`, `medium`, `low`, or a percentage.
    pub(crate) fn confidence(self, text: &str) -> Result<Share, Wrong> {
        const WORDS: [(&str, i32); 3] = [("high", 100), ("medium", 80), ("low", 50)];
        self.word_or_percentage(text, &WORDS).map(|(share, _)| share)
    }

    /// `none`, `guide`, `automated`, or the automated share.
    pub(crate) fn migration(self, text: &str) -> Result<Migration, Wrong> {
        const WORDS: [(&str, i32); 3] = [("none", 0), ("guide", 0), ("automated", 80)];
        let (share, word) = self.word_or_percentage(text, &WORDS)?;
        // A guide is a path that automates nothing; nothing automated without a guide is no path.
        Ok(if share == Share::NONE && word != Some("guide") {
            Migration::None
        } else {
            Migration::Path(share)
        })
    }

    fn word_or_percentage(
        self,
        text: &str,
        words: &[(&'static str, i32)],
    ) -> Result<(Share, Option<&'static str>), Wrong> {
        if let Some(&(word, percent)) = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)) {
            return Ok((Share::percent(Decimal::whole(percent)).unwrap_or(Share::ALL), Some(word)));
        }
        if text.starts_with(|c: char| c.is_alphabetic()) {
            let names = words.iter().map(|&(word, _)| word);
            let hint = closest(text, names.clone()).map(|word| format!("did you mean `{word}`?"));
            let names: Vec<&str> = names.collect();
            let hint =
                hint.unwrap_or_else(|| format!("write {} or a percentage like \"60 %\"", names.join(", ")));
            return wrong(&codes::UNKNOWN_WORD, format!("{} or a percentage", names.join(", ")), hint);
        }
        self.percentage(text).map(|share| (share, None))
    }

    /// A percentage, with its sign.
    fn percentage(self, text: &str) -> Result<Share, Wrong> {
        let form =
            || wrong(&codes::BAD_PERCENTAGE, "a percentage from 0 % to 100 %", "write it like \"60 %\"");
        if let Some(number) = text.strip_suffix('%') {
            return self.decimal(number.trim_end()).and_then(Share::percent).map_or_else(form, Ok);
        }
        match self.decimal(text) {
            Some(number) if number >= Decimal::ZERO && number <= Decimal::whole(100) => {
                // A number up to 1 is read as a share where people write one.
                let times = if number <= Decimal::whole(1) { 100 } else { 1 };
                let percent = Decimal::from_millionths(number.millionths() * times);
                wrong(&codes::BAD_PERCENTAGE, "a percentage with its sign", format!("write \"{percent} %\""))
            }
            _ => form(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POINT: Numbers = Numbers::separated_by(b',');
    const COMMA: Numbers = Numbers::separated_by(b';');

    #[test]
    fn percentages_need_their_sign() {
        assert_eq!(POINT.confidence("Medium"), Ok(Share::percent(Decimal::whole(80)).unwrap()));
        assert_eq!(POINT.confidence("72.5 %").unwrap().to_string(), "72.5 %");
        assert_eq!(COMMA.confidence("72,5%").unwrap().to_string(), "72.5 %");
        for (text, hint) in [("0.7", "write \"70 %\""), ("80", "write \"80 %\""), ("1", "write \"100 %\"")] {
            assert_eq!(POINT.confidence(text).unwrap_err().hint.unwrap(), hint);
        }
        assert_eq!(POINT.confidence("hihg").unwrap_err().hint.unwrap(), "did you mean `high`?");
        assert!(POINT.confidence("101 %").is_err());
    }

    #[test]
    fn a_guide_is_a_path_and_nothing_automated_without_one_is_none() {
        assert_eq!(POINT.migration("none"), Ok(Migration::None));
        assert_eq!(POINT.migration("0 %"), Ok(Migration::None));
        assert_eq!(POINT.migration("guide"), Ok(Migration::Path(Share::NONE)));
        assert_eq!(POINT.migration("automated").unwrap().automated().to_string(), "80 %");
        assert_eq!(POINT.migration("60 %").unwrap().automated().to_string(), "60 %");
    }
}
