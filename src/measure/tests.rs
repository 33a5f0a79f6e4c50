//! Measurements; and estimators against scipy, scikit-learn, statsmodels and cleanlab: tests/reference.py wrote what
//! those say.

use ndarray::Array2;
use serde_json::Value;

use super::Measurement;
use super::auc::{Auc, ScoredRows};
use super::bootstrap::percentile_interval;
use super::confident::Confident;
use super::confusion::Confusion;
use super::correlation::{least_squares, pearson, spearman};
use super::draws::OverDraws;
use super::effective_rank::effective_rank;
use super::information::Information;
use super::interval::Proportion;
use super::mcnemar::exact_mcnemar;
use super::probit::{normal_quantile, probit};

/// How near the two have to be.
const NEAR: f64 = 1e-9;

fn reference() -> Value {
    serde_json::from_str(include_str!("tests/reference.json")).expect("the script writes JSON")
}

fn cases(of: &Value) -> &[Value] {
    of.as_array().expect("a list")
}

fn number(of: &Value) -> f64 {
    of.as_f64().expect("a number")
}

fn count(of: &Value) -> usize {
    of.as_u64().expect("a count") as usize
}

fn numbers(of: &Value) -> Vec<f64> {
    cases(of).iter().map(number).collect()
}

fn classes(of: &Value) -> Vec<u16> {
    cases(of).iter().map(|class| count(class) as u16).collect()
}

fn matrix(of: &Value) -> Array2<f64> {
    let rows: Vec<Vec<f64>> = cases(of).iter().map(numbers).collect();
    Array2::from_shape_fn((rows.len(), rows[0].len()), |(row, column)| {
        rows[row][column]
    })
}

#[track_caller]
fn assert_near(ours: f64, theirs: &Value) {
    let theirs = number(theirs);
    assert!((ours - theirs).abs() <= NEAR, "{ours}, not {theirs}");
}

#[track_caller]
fn assert_interval((low, high): (f64, f64), theirs: &Value) {
    assert_near(low, &theirs[0]);
    assert_near(high, &theirs[1]);
}

fn likeliest(shares: &[f64]) -> u16 {
    let places = 0..shares.len();
    let most = places.max_by(|&a, &b| shares[a].total_cmp(&shares[b]));
    most.expect("classes") as u16
}

#[test]
fn the_established_part_of_the_way_orders_findings() {
    let beyond = |measured: Measurement, limit: f64| measured.with_limit(limit).beyond();
    let share = |value: f64| Measurement::new("share", value);
    assert_eq!(Measurement::new("r", 0.9).beyond(), 0.0);
    assert!((beyond(share(0.6), 0.2) - 0.5).abs() < 1e-12);
    assert!((beyond(share(0.6).with_interval(0.4, 0.8), 0.2) - 0.25).abs() < 1e-12);
    assert!((beyond(share(-0.6).with_interval(-0.8, -0.4), 0.2) - 0.25).abs() < 1e-12);
    assert_eq!(beyond(share(0.3).with_interval(0.1, 0.5), 0.2), 0.0);
    assert_eq!(beyond(share(1.7), 0.2), 1.0);
    assert!((beyond(Measurement::count("rows", 2), 10.0) - 0.8).abs() < 1e-12);
    assert!((beyond(Measurement::count("rows", 40), 10.0) - 0.75).abs() < 1e-12);
    assert_eq!(beyond(Measurement::count("addresses", 3), 0.0), 1.0);
    assert_eq!(beyond(Measurement::count("addresses", 0), 0.0), 0.0);
}

#[test]
fn wilson_is_that_of_statsmodels() {
    for case in cases(&reference()["wilson"]) {
        let share = Proportion::new(count(&case["hits"]), count(&case["n"]));
        assert_interval(share.wilson(number(&case["confidence"])), &case["interval"]);
    }
}

#[test]
fn newcombe_is_that_of_statsmodels() {
    let share = |of: &Value| Proportion::new(count(&of[0]), count(&of[1]));
    for case in cases(&reference()["newcombe"]) {
        let difference = share(&case["one"]).minus(share(&case["other"]), 0.95);
        assert_interval(difference, &case["interval"]);
    }
}

#[test]
fn mcnemar_is_that_of_statsmodels() {
    for case in cases(&reference()["mcnemar"]) {
        let pairs = &case["pairs"];
        assert_near(
            exact_mcnemar(count(&pairs[0]), count(&pairs[1])),
            &case["p"],
        );
    }
}

#[test]
fn the_normal_quantile_is_that_of_scipy() {
    for case in cases(&reference()["probit"]) {
        assert_near(normal_quantile(number(&case["p"])), &case["z"]);
    }
}

#[test]
fn the_interval_over_draws_is_that_of_scipys_t() {
    for case in cases(&reference()["draws"]) {
        let over = OverDraws::of(&numbers(&case["values"])).expect("several draws");
        assert_near(over.mean, &case["mean"]);
        assert_near(over.reach(0.99), &case["reach"]);
    }
}

#[test]
fn correlations_on_probits_and_their_line_are_those_of_scipy() {
    let reference = &reference()["correlation"];
    let pairs: Vec<(f64, f64)> = cases(&reference["accuracies"])
        .iter()
        .map(|pair| (probit(number(&pair[0])), probit(number(&pair[1]))))
        .collect();
    assert_near(pearson(&pairs).expect("r"), &reference["pearson"]);
    assert_near(spearman(&pairs).expect("rho"), &reference["spearman"]);
    let line = least_squares(&pairs).expect("a line");
    assert_near(line.slope, &reference["slope"]);
    assert_near(line.intercept, &reference["intercept"]);
}

#[test]
fn the_area_is_that_of_scikit_learn() {
    let reference = &reference()["area"];
    let scores = numbers(&reference["scores"]);
    let scored = ScoredRows {
        truth: classes(&reference["truth"]),
        cluster: (0..scores.len()).collect(),
        scores: Array2::from_shape_fn((scores.len(), 2), |(row, class)| scores[row] * class as f64),
    };
    let auc = Auc::of(&[scored], &[0, 1]).expect("two classes");
    assert_near(auc.value, &reference["auc"]);
}

#[test]
fn the_effective_rank_is_that_of_numpys_eigenvalues() {
    let reference = &reference()["rank"];
    let rank = effective_rank(&matrix(&reference["vectors"]));
    assert_near(rank, &reference["effective_rank"]);
}

#[test]
fn information_and_correlation_of_classes_are_those_of_scikit_learn() {
    let reference = &reference()["probabilities"];
    let probabilities = matrix(&reference["probabilities"]);
    let given = classes(&reference["given"]);
    let rows = probabilities.rows().into_iter().zip(&given);
    let of_truth: Vec<f64> = rows.map(|(row, &class)| row[usize::from(class)]).collect();
    let information = Information::new(&numbers(&reference["prior"]), &of_truth, &given);
    assert_near(information.expect("rows").bits, &reference["bits"]);
    let likeliest: Vec<u16> = probabilities
        .rows()
        .into_iter()
        .map(|row| likeliest(&row.to_vec()))
        .collect();
    let confusion = Confusion::new(&given, &likeliest, 3);
    assert_near(confusion.mcc(), &reference["mcc"]);
}

#[test]
fn confident_learning_names_the_rows_that_cleanlab_names() {
    let reference = &reference()["probabilities"];
    let confident = Confident::of(
        &matrix(&reference["probabilities"]),
        &classes(&reference["given"]),
    );
    let theirs: Vec<usize> = cases(&reference["issues"]).iter().map(count).collect();
    assert!(theirs.len() > 10, "{theirs:?}");
    assert_eq!(confident.rows, theirs);
}

#[test]
fn quantiles_are_those_of_numpy() {
    let reference = &reference()["quantiles"];
    let mut values = numbers(&reference["values"]);
    let interval = percentile_interval(&mut values, 0.95).expect("values");
    assert_interval(interval, &reference["interval"]);
}
