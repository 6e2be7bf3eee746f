//! The straight line nearest to points: how much one more costs.

/// `y = base + each · x`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Where it begins.
    pub base: f64,
    /// What one more adds.
    pub each: f64,
    /// How much of what there is to explain the line explains, R²: 1 is a straight line. Points on one level are one.
    pub straight: f64,
}

/// Least squares: `each = Σ(x−x̄)(y−ȳ) / Σ(x−x̄)²`, `base = ȳ − each·x̄`, `R² = 1 − Σ(y−ŷ)² / Σ(y−ȳ)²`. None with fewer
/// than three different `x`: two points are always a line.
pub(super) fn line(points: impl Iterator<Item = (f64, f64)>) -> Option<Line> {
    let points: Vec<(f64, f64)> = points.collect();
    let mut places: Vec<f64> = points.iter().map(|point| point.0).collect();
    places.sort_by(f64::total_cmp);
    places.dedup();
    if places.len() < 3 {
        return None;
    }
    let count = points.len() as f64;
    let mean_x = points.iter().map(|point| point.0).sum::<f64>() / count;
    let mean_y = points.iter().map(|point| point.1).sum::<f64>() / count;
    let spread: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    let each = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum::<f64>() / spread;
    let base = mean_y - each * mean_x;
    let all: f64 = points.iter().map(|(_, y)| (y - mean_y).powi(2)).sum();
    let missed: f64 = points.iter().map(|(x, y)| (y - base - each * x).powi(2)).sum();
    // Rounding alone would make a level line a crooked one.
    let straight = if all <= f64::EPSILON * count * mean_y.powi(2) { 1.0 } else { 1.0 - missed / all };
    Some(Line { base, each, straight: straight.clamp(0.0, 1.0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn a_line_is_found_and_a_curve_is_less_straight() {
        let found = line((1..=9).map(|x| (f64::from(x), 3.0 + 2.0 * f64::from(x)))).unwrap();
        assert!(near(found.base, 3.0) && near(found.each, 2.0) && near(found.straight, 1.0), "{found:?}");
        let curve = line((1..=9).map(|x| (f64::from(x), f64::from(x).powi(3)))).unwrap();
        assert!(curve.straight < 0.95, "{curve:?}");
    }

    #[test]
    fn a_level_is_a_line_and_two_points_are_none() {
        let level = line((1..=5).map(|x| (f64::from(x), 7e6))).unwrap();
        assert!(near(level.each, 0.0) && near(level.straight, 1.0), "{level:?}");
        assert_eq!(line([(1.0, 1.0), (2.0, 5.0)].into_iter()), None);
        assert_eq!(line([(1.0, 1.0), (1.0, 5.0), (1.0, 6.0)].into_iter()), None);
        assert_eq!(line(std::iter::empty()), None);
    }
}
