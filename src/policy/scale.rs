//! Value functions: from a measured quantity to a share of a criterion's weight.

use crate::toml_file::{Entry, Section};

/// A piecewise linear function through anchor points; level before the first and after the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Anchors with strictly rising measures and values that never fall.
    anchors: Vec<Anchor>,
}

/// A point that a scale goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The measure, in thousandths.
    pub at: i64,
    /// The value there, in thousandths: −1000 to 1000.
    pub value: i64,
}

impl Scale {
    /// The scale through `(measure, value)` points in thousandths; they are constants that rise.
    pub(super) fn through(points: &[(i64, i64)]) -> Self {
        Self { anchors: points.iter().map(|&(at, value)| Anchor { at, value }).collect() }
    }

    /// The value at `measure ÷ per` as an exact fraction `(numerator, denominator)`, the
    /// denominator positive.
    ///
    /// Sizes: measures up to 10²⁵, `per` up to 10⁹, anchors up to 10¹² thousandths; the numerator
    /// then stays below 10²⁵, the denominator below 10²⁵.
    pub fn at(&self, measure: i128, per: i128) -> (i128, i128) {
        let beyond = |anchor: &&Anchor| measure * 1000 <= i128::from(anchor.at) * per;
        let Some(after) = self.anchors.iter().position(|anchor| beyond(&anchor)) else {
            return (self.anchors.last().map_or(0, |last| i128::from(last.value)), 1000);
        };
        let right = self.anchors[after];
        let Some(left) = after.checked_sub(1).map(|before| self.anchors[before]) else {
            return (i128::from(right.value), 1000);
        };
        let run = i128::from(right.at - left.at);
        let rise = i128::from(right.value - left.value);
        let along = measure * 1000 - i128::from(left.at) * per;
        (i128::from(left.value) * run * per + along * rise, run * per * 1000)
    }

    /// The points that it goes through, with rising measures.
    pub fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    /// The measure from which on it is level, in thousandths.
    pub(crate) fn last(&self) -> i64 {
        self.anchors.last().map_or(0, |anchor| anchor.at)
    }

    /// Reads `[[1, 0], [2, 0.35], …]`, with what holds where nothing is written.
    pub(super) fn read(section: &Section<'_, '_>, key: &str, default: Self, least: i32) -> Self {
        section.get(key).and_then(|entry| Self::anchored(&entry, least)).unwrap_or(default)
    }

    /// Reads anchors with values from −1 to 1.
    pub(super) fn read_signed(section: &Section<'_, '_>, key: &str) -> Option<Self> {
        section.get(key).and_then(|entry| Self::anchored(&entry, -1))
    }

    fn anchored(entry: &Entry<'_, '_>, least: i32) -> Option<Self> {
        let points = entry.list()?;
        let anchors: Vec<Anchor> = points.iter().map(|point| anchor(point, least)).collect::<Option<_>>()?;
        let rises = anchors.windows(2).all(|pair| pair[0].at < pair[1].at && pair[0].value <= pair[1].value);
        if anchors.len() < 2 || !rises {
            entry.refuse(
                "at least two points [measure, value] with rising measures and values that never fall",
                "sort the points, and give every measure once",
            );
            return None;
        }
        Some(Self { anchors })
    }
}

fn anchor(point: &Entry<'_, '_>, least: i32) -> Option<Anchor> {
    let numbers = point.list()?;
    let [at, value] = numbers.as_slice() else {
        point.refuse("a point [measure, value]", "give two numbers");
        return None;
    };
    // Both are looked at before either is missed, so that both are reported.
    let (at, value) = (at.number([-1_000_000_000, 1_000_000_000]), value.number([least, 1]));
    Some(Anchor { at: at?.thousandths(), value: value?.thousandths() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_is_linear_between_its_anchors_and_level_outside() {
        let reuse = Scale::through(&[(1000, 0), (2000, 350), (4000, 700), (8000, 1000)]);
        for (measure, thousandths) in
            [(0, 0), (1, 0), (2, 350), (3, 525), (4, 700), (6, 850), (8, 1000), (99, 1000)]
        {
            let (numerator, denominator) = reuse.at(measure, 1);
            assert_eq!(numerator * 1000, thousandths * denominator, "{measure}");
        }
    }
}
