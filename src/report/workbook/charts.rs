//! The charts of the first page.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType,
    ChartMarker, ChartMarkerType, ChartSolidFill, ChartType, Color,
};

use super::{ranking, summary, table::FIRST_ROW};
use crate::model::{Kind, Word, number};

/// How many rows of the page they take.
pub(super) const ROWS: u32 = 16;

const HEIGHT: u32 = 310;
const WIDTHS: [u32; 2] = [455, 380];
const COLOURS: [u32; 5] = [0x2E_75_B6, 0xC5_5A_11, 0x7F_7F_7F, 0xBF_90_00, 0x54_82_35];
const CUTS: u32 = 0xC0_00_00;

/// The cells of a table on the first page: a row per kind, a column per horizon.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    pub(super) header: u32,
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) columns: u16,
}

/// A line where capacity ends: two rows of two columns of the first page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    pub(super) name: &'static str,
    pub(super) row: u32,
    pub(super) column: u16,
}

/// Score per horizon, stacked by kind. It follows changed weights.
pub(super) fn score_by_kind(block: &Block) -> Chart {
    let mut chart = Chart::new(ChartType::ColumnStacked);
    for ((row, &(word, _)), colour) in (block.first..=block.last).zip(Kind::WORDS).zip(COLOURS) {
        chart
            .add_series()
            .set_name(word)
            .set_categories((summary::NAME, block.header, 1, block.header, block.columns))
            .set_values((summary::NAME, row, 1, row, block.columns))
            .set_gap(60)
            .set_format(
                ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(colour))),
            );
    }
    chart.set_width(WIDTHS[0]);
    framed(&mut chart, "Score to build, by kind", "A column per horizon, split by kind of work");
    chart.y_axis().set_name("points").set_num_format("#,##0");
    chart
}

/// Score delivered over weeks of work, in the order of the ranking, with the lines where capacity
/// ends. A dot per request, without a line: the ranking may be sorted.
pub(super) fn score_over_weeks(built: usize, cuts: &[Cut]) -> Chart {
    let mut chart = Chart::new(ChartType::Scatter);
    let last = FIRST_ROW + number(built.max(1)) - 1;
    let blue = ChartSolidFill::new().set_color(Color::RGB(COLOURS[0])).to_owned();
    let mut marker = ChartMarker::new();
    marker
        .set_type(ChartMarkerType::Circle)
        .set_size(4)
        .set_format(ChartFormat::new().set_solid_fill(&blue).set_no_border());
    chart
        .add_series()
        .set_name("a request")
        .set_categories((ranking::NAME, FIRST_ROW, ranking::UNTIL, last, ranking::UNTIL))
        .set_values((ranking::NAME, FIRST_ROW, ranking::SCORE_UNTIL, last, ranking::SCORE_UNTIL))
        .set_marker(&marker)
        .set_format(ChartFormat::new().set_no_line());
    for (cut, dash) in cuts.iter().zip([ChartLineDashType::Solid, ChartLineDashType::Dash]) {
        let mut line = ChartLine::new();
        line.set_color(Color::RGB(CUTS)).set_width(1.5).set_dash_type(dash);
        chart
            .add_series()
            .set_name(cut.name)
            .set_categories((summary::NAME, cut.row, cut.column, cut.row + 1, cut.column))
            .set_values((summary::NAME, cut.row, cut.column + 1, cut.row + 1, cut.column + 1))
            .set_marker(ChartMarker::new().set_none())
            .set_format(ChartFormat::new().set_line(&line));
    }
    chart.set_width(WIDTHS[1]);
    framed(
        &mut chart,
        "Score delivered over weeks of work",
        "A dot per request, at its end; lines where capacity ends",
    );
    chart.x_axis().set_name("weeks of work").set_min(0).set_num_format("#,##0").set_major_gridlines(false);
    chart.x_axis().set_label_position(ChartAxisLabelPosition::Low);
    chart.y_axis().set_name("points").set_num_format("#,##0");
    chart
}

fn framed(chart: &mut Chart, title: &str, description: &str) {
    chart.set_height(HEIGHT).set_alt_text(description);
    chart.title().set_name(title).set_font(ChartFont::new().set_size(12));
    chart.legend().set_position(ChartLegendPosition::Bottom);
}
