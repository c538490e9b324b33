//! The models, from `augurs`.

use augurs_core::{Fit, Forecast, Predict};
use augurs_ets::AutoETS;
use augurs_mstl::MSTLModel;
use profilekit::metrics::{Grain, Outlook};

/// The fewest figures that say something.
pub(crate) const LEAST: usize = 8;

/// Figures that are expected, each with its interval.
pub(crate) type Prediction = Vec<(f64, (f64, f64))>;

/// The season of a grain, and its name.
fn season(grain: Grain) -> Option<(usize, &'static str)> {
    match grain {
        Grain::Hour => Some((24, "a day")),
        Grain::Day => Some((7, "a week")),
        Grain::Month => Some((12, "a year")),
        Grain::Quarter => Some((4, "a year")),
        _ => None,
    }
}

/// Fits a model and predicts; the reason in words where it cannot.
pub(crate) fn fitted(
    values: &[f64],
    grain: Grain,
    ahead: usize,
    level: u8,
) -> Result<(Prediction, Outlook), String> {
    let count = values.len();
    if count < LEAST {
        return Err(format!(
            "There are {count} figures without a gap; a forecast needs at least {LEAST}."
        ));
    }
    let share = f64::from(level) / 100.0;
    let seasonal = season(grain).filter(|(length, _)| count >= 3 * length);
    let (forecast, method, why) = match seasonal {
        Some((length, name)) => {
            let trend = AutoETS::non_seasonal().into_trend_model();
            let model = MSTLModel::new(vec![length], trend);
            let fitted = model.fit(values).map_err(refused)?;
            let forecast = fitted.predict(ahead, share).map_err(refused)?;
            let why = format!("{count} figures are at least three times {name}");
            (forecast, "MSTL with AutoETS", why)
        }
        None => {
            let fitted = AutoETS::non_seasonal().fit(values).map_err(refused)?;
            let forecast = fitted.predict(ahead, share).map_err(refused)?;
            let why = format!("{count} figures are too few to tell seasons");
            (forecast, "AutoETS", why)
        }
    };
    let outlook = Outlook {
        method: Some(method.into()),
        reason: format!("{method}, as {why}; {level} of 100 such intervals hold the figure."),
        points: Vec::new(),
        anomalies: Vec::new(),
    };
    Ok((pairs(&forecast), outlook))
}

fn refused(error: impl std::fmt::Display) -> String {
    format!("No model fits the series: {error}.")
}

fn pairs(forecast: &Forecast) -> Prediction {
    let intervals = forecast.intervals.as_ref();
    let ends = intervals.map(|ends| ends.lower.iter().copied().zip(ends.upper.iter().copied()));
    let ends = ends.into_iter().flatten();
    forecast.point.iter().copied().zip(ends).collect()
}
