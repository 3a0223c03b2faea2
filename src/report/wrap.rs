//! Breaking text into lines of a given display width.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The words of `text` in lines of at most `width` columns, at most `most` lines; what is left
/// over is cut with an ellipsis. Words wider than a line are broken between characters.
pub(super) fn wrap(text: &str, width: usize, most: usize) -> Vec<String> {
    let width = width.max(2);
    let line = || String::with_capacity(width.min(text.len()));
    let mut lines: Vec<String> = vec![line()];
    let mut used = 0;
    for word in glued(text) {
        // Control characters are gone by now, so what is ASCII is as wide as it is long.
        let wide = if word.is_ascii() { word.len() } else { word.width() };
        if used > 0 && used + 1 + wide <= width {
            push(&mut lines, " ");
            push(&mut lines, word);
            used += 1 + wide;
            continue;
        }
        if used > 0 {
            lines.push(line());
            used = 0;
        }
        if wide <= width {
            push(&mut lines, word);
            used = wide;
            continue;
        }
        for cluster in word.graphemes(true) {
            if used + cluster.width() > width {
                lines.push(line());
                used = 0;
            }
            push(&mut lines, cluster);
            used += cluster.width();
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            let cut = format!("{last} ");
            *last = ellipsis(cut.trim_end(), width);
        }
    }
    lines
}

/// The words of a text; a per cent sign belongs to the number before it.
fn glued(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text.trim_start_matches(' ');
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut end = rest.find(' ').unwrap_or(rest.len());
        if rest[end..].starts_with(" %") {
            end += rest[end + 1..].find(' ').map_or(rest.len() - end, |more| more + 1);
        }
        let (word, after) = rest.split_at(end);
        rest = after.trim_start_matches(' ');
        Some(word)
    })
}

fn push(lines: &mut [String], text: &str) {
    if let Some(last) = lines.last_mut() {
        last.push_str(text);
    }
}

/// The text with an ellipsis at its end, no wider than `width`.
fn ellipsis(text: &str, width: usize) -> String {
    let mut shown: Vec<&str> = text.graphemes(true).collect();
    let mut used = text.width();
    while used + 1 > width {
        let Some(last) = shown.pop() else { break };
        used -= last.width();
    }
    format!("{}…", shown.concat().trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_stay_whole_where_they_fit() {
        assert_eq!(wrap("the quick brown fox", 9, 9), ["the quick", "brown fox"]);
        assert_eq!(wrap("the quick brown fox", 9, 1), ["the quic…"]);
        assert_eq!(wrap("abcdefgh", 3, 9), ["abc", "def", "gh"]);
        assert_eq!(wrap("全角 x", 3, 9), ["全", "角", "x"]);
        assert_eq!(wrap("at most 60 % of it", 10, 9), ["at most", "60 % of it"]);
        assert_eq!(wrap("", 5, 2), [""]);
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_it_may_be(text in "[a 全é]{0,40}", width in 2_usize..12, most in 1_usize..5) {
            let lines = wrap(&text, width, most);
            prop_assert!(lines.len() <= most);
            for line in &lines {
                prop_assert!(line.width() <= width, "{line:?}");
            }
        }
    }
}
