//! How cells look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

const HEADER: Color = Color::RGB(0x1F_4E_79);
pub(super) const INPUT: Color = Color::RGB(0xFF_F2_CC);
pub(super) const GREY: Color = Color::RGB(0x7F_7F_7F);

/// How a cell looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Text,
    /// In as many lines as it takes.
    Wrapped,
    /// The same, at the very left.
    Words,
    /// One decimal is shown.
    Tenths,
    /// The same, with a sign.
    Signed,
    /// Three decimals are shown.
    Thousandths,
    Whole,
    /// A number as it was written.
    Plain,
    Percent,
    Date,
    /// Not what matters.
    Quiet,
    /// Meant to be changed.
    Input,
    /// Meant to be filled in, where everything else is locked.
    Answer,
    /// The same, for words.
    AnswerInWords,
    /// An answer as it would be written.
    Answered,
    /// How an answer looks.
    Hint,
    /// How many answers are missing.
    Missing,
    Link,
    /// Words about the cell at their right.
    Right,
    /// For the name of a person or team.
    Name,
    Strong,
    StrongTenths,
    Title,
    Heading,
    Header,
    /// Above text that is indented.
    TextHeader,
    /// Above numbers.
    NumberHeader,
}

impl Look {
    /// Whether what looks like this is text, which stands at the left.
    pub(super) const fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Wrapped)
    }

    pub(super) fn format(self) -> Format {
        let top = Format::new().set_align(FormatAlign::Top);
        match self {
            // Away from numbers at the left.
            Self::Text => top.set_align(FormatAlign::Left).set_indent(1),
            Self::Wrapped => top.set_text_wrap().set_align(FormatAlign::Left).set_indent(1),
            Self::Words => top.set_text_wrap(),
            Self::Tenths => top.set_num_format("#,##0.0"),
            Self::Signed => top.set_num_format("+#,##0.0;-#,##0.0;0.0"),
            Self::Thousandths => top.set_num_format("0.000"),
            Self::Whole => top.set_num_format("#,##0"),
            Self::Plain => top.set_num_format("General"),
            Self::Percent => top.set_num_format("0.0%"),
            Self::Date => top.set_num_format("yyyy-mm-dd"),
            Self::Quiet => top.set_font_color(GREY).set_num_format("General"),
            Self::Input => top
                .set_num_format("#,##0.0##")
                .set_background_color(INPUT)
                .set_border(FormatBorder::Thin)
                .set_border_color(GREY),
            Self::Answer => top
                .set_align(FormatAlign::Center)
                .set_border(FormatBorder::Thin)
                .set_border_color(GREY)
                .set_unlocked(),
            Self::AnswerInWords => {
                Self::Answer.format().set_text_wrap().set_align(FormatAlign::Left).set_indent(1)
            }
            Self::Answered => top.set_align(FormatAlign::Left).set_num_format("General"),
            Self::Hint => top.set_text_wrap().set_italic().set_font_size(9).set_font_color(GREY),
            Self::Missing => top.set_align(FormatAlign::Center).set_num_format("0;-0;\"done\""),
            Self::Link => top.set_font_color(HEADER).set_underline(FormatUnderline::Single),
            Self::Right => top.set_align(FormatAlign::Right),
            Self::Name => Self::AnswerInWords.format().set_background_color(INPUT),
            Self::Strong => top.set_bold(),
            Self::StrongTenths => top.set_bold().set_num_format("#,##0.0"),
            Self::Title => Format::new().set_bold().set_font_size(16),
            Self::Heading => Format::new().set_bold().set_font_size(12).set_font_color(HEADER),
            Self::NumberHeader => Self::Header.format().set_align(FormatAlign::Right),
            Self::TextHeader => Self::Header.format().set_align(FormatAlign::Left).set_indent(1),
            Self::Header => top
                .set_bold()
                .set_text_wrap()
                .set_font_color(Color::White)
                .set_background_color(HEADER)
                .set_border_bottom(FormatBorder::Thin),
        }
    }
}
