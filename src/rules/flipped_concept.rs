//! Do the labels of one domain mean the opposite of another's?

use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, MIN_DIFFERENT, Transfer};
use crate::measure::Measurement;
use crate::measure::auc::Auc;
use crate::policy::limits;
use crate::probe::Arm;

use super::Judgement;
use super::shifts::judge_each_shift;

limits! {
    max_auc = "max-auc",
    min_own_auc = "min-own-auc",
}

/// The chance that any of the run's intervals misses, over both arms and all shifts.
const ALPHA: f64 = 0.01;

/// What one arm says about one shift, the gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// Too few rows of two classes.
    Unknown,
    /// Probes learn next to nothing about the label on one of the sides: nothing can be turned round.
    Unlearned,
    /// The intervals decide nothing.
    Open,
    /// What is learned in-domain isn't turned round.
    Straight,
    /// It is in one view of the rows, and the other denies it. No single arm says this.
    Contradicted,
    /// It is, but what is learned in the shift isn't turned round in-domain.
    OneWay,
    /// It is both ways.
    Inverted,
}

/// One arm's transfer with what it says.
struct Testimony<'a> {
    transfer: &'a Transfer,
    standing: Standing,
    /// What it learns in-domain is better than chance in the shift.
    agrees: bool,
    /// It agrees, and knows the label on both sides or ranks the shift as well as if it did.
    denies: bool,
}

fn agrees(arms: &[Testimony]) -> bool {
    arms.iter().any(|arm| arm.agrees)
}

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let shifts = evidence.split()?.shifts.len();
    let confidence = 1.0 - ALPHA / (2 * shifts.max(1)) as f64;
    let judged: Vec<Vec<Testimony>> = if shifts == 0 {
        Vec::new()
    } else {
        let transfers = evidence.transfers()?;
        (0..shifts)
            .map(|shift| {
                let arms = transfers.iter().filter(|transfer| transfer.shift == shift);
                arms.map(|transfer| Testimony::of(transfer, limits, confidence))
                    .collect()
            })
            .collect()
    };
    let turned = judged
        .iter()
        .filter(|arms| verdict(arms) >= Standing::OneWay)
        .count();
    let agreeing = judged
        .iter()
        .filter(|arms| verdict(arms) == Standing::Straight && agrees(arms))
        .count();
    judge_each_shift(evidence, |shift, name| {
        let arms = &judged[shift];
        let standing = verdict(arms);
        let mut outcome = match standing {
            Standing::Inverted | Standing::OneWay => {
                report(name, standing, turned > agreeing, limits)
            }
            Standing::Straight => Outcome::pass(format!(
                "probes trained in-domain don't rank the rows of {name} the wrong way round"
            )),
            Standing::Contradicted => contradict(arms, name),
            Standing::Open => Outcome::undetermined(
                "probes know too little about the label on one of the sides to tell",
                "more labelled rows on both sides, or columns that say more about the label",
            ),
            Standing::Unlearned => Outcome::skipped(format!(
                "linear probes learn too little about the label in-domain or in {name} to compare the two"
            )),
            Standing::Unknown => Outcome::undetermined(
                format!(
                    "no two classes have {MIN_DIFFERENT} different rows each in-domain and in {name}"
                ),
                format!("at least {MIN_DIFFERENT} different rows of each class on both sides"),
            ),
        };
        outcome.lowered = standing == Standing::OneWay;
        Ok(outcome.with_measurements(measurements(arms, standing, name, limits, confidence)))
    })
}

/// What both arms together say. Inverted labels are inverted in every view of the rows: where one arm turns
/// them round and the other denies it, either may be wrong.
fn verdict(arms: &[Testimony]) -> Standing {
    let gravest = arms
        .iter()
        .map(|arm| arm.standing)
        .max()
        .unwrap_or(Standing::Unknown);
    if gravest >= Standing::OneWay && arms.iter().any(|arm| arm.denies) {
        Standing::Contradicted
    } else {
        gravest
    }
}

impl<'a> Testimony<'a> {
    fn of(transfer: &'a Transfer, limits: &Limits, confidence: f64) -> Self {
        let interval = |auc: &Option<Auc>| auc.as_ref().map(|auc| auc.interval(confidence));
        let known = (
            interval(&transfer.home),
            interval(&transfer.own),
            interval(&transfer.across),
            interval(&transfer.back),
        );
        let (Some(home), Some(own), Some(across), Some(back)) = known else {
            return Self {
                transfer,
                standing: Standing::Unknown,
                agrees: false,
                denies: false,
            };
        };
        let max = limits.max_auc.value;
        let min_own = limits.min_own_auc.value;
        let knows = home.0.min(own.0) >= min_own;
        let standing = if across.0 > CHANCE || (knows && across.0 > max) {
            Standing::Straight
        } else if home.1.min(own.1) < min_own {
            Standing::Unlearned
        } else if !knows || across.1 > max {
            Standing::Open
        } else if back.1 > max {
            Standing::OneWay
        } else {
            Standing::Inverted
        };
        Self {
            transfer,
            standing,
            agrees: across.0 > CHANCE,
            denies: across.0 > CHANCE && (knows || across.0 >= min_own),
        }
    }
}

const CHANCE: f64 = 0.5;

/// One view of the rows says that the labels are inverted, the other that they aren't.
fn contradict(arms: &[Testimony], name: &str) -> Outcome {
    let seen = |denies: bool| {
        arms.iter()
            .filter(|arm| arm.denies == denies)
            .max_by_key(|arm| arm.standing)
            .and_then(|arm| Some((view(arm), arm.transfer.across.as_ref()?.value)))
    };
    let message = match (seen(false), seen(true)) {
        (Some((wrong, low)), Some((right, high))) => format!(
            "the {wrong} and the {right} contradict each other: probes trained in-domain rank the rows of {name} the \
             wrong way round on the {wrong} (AUC {low:.2}), and the right way round on the {right} (AUC {high:.2})"
        ),
        _ => format!("the raw columns and the embedding contradict each other about {name}"),
    };
    Outcome::undetermined(
        message,
        format!(
            "compare how {name} and the in-domain rows write their columns and labels: inverted labels are inverted in \
             both, a column that is coded in another way need not be"
        ),
    )
}

fn view(arm: &Testimony) -> &'static str {
    if arm.transfer.arm == Arm::Raw {
        "raw columns"
    } else {
        "embedding"
    }
}

/// `in_domain`: whether fewer shifts agree with the in-domain rows than are turned round.
fn report(name: &str, standing: Standing, in_domain: bool, limits: &Limits) -> Outcome {
    let (message, mut help) = if standing == Standing::Inverted {
        (
            format!(
                "probes trained in-domain rank the rows of {name} the wrong way round: its labels look inverted"
            ),
            format!(
                "look at how {name} writes its labels: a value may stand for the opposite class there"
            ),
        )
    } else {
        (
            format!("probes trained in-domain rank the rows of {name} the wrong way round"),
            "its labels may be inverted, or a column may be coded in another way there: compare how both sides write \
             them"
                .to_owned(),
        )
    };
    if in_domain {
        help.push_str("; or the in-domain labels are the inverted ones, since more shifts disagree with them than agree");
    }
    Outcome::found(message, limits.max_auc.key).with_help(help)
}

/// The arm that decides first.
fn measurements(
    arms: &[Testimony],
    standing: Standing,
    name: &str,
    limits: &Limits,
    confidence: f64,
) -> Vec<Measurement> {
    let mut ordered: Vec<&Testimony> = arms.iter().collect();
    ordered.sort_by_key(|arm| arm.standing < standing || arm.denies);
    ordered
        .into_iter()
        .flat_map(|arm| {
            let seen = view(arm);
            let measured = |said: String, auc: Option<Auc>, limit: Option<f64>| {
                let auc = auc?;
                let (low, high) = auc.interval(confidence);
                let measured = Measurement::new(format!("AUC {said}, {seen}"), auc.value)
                    .with_interval(low, high)
                    .with_n(auc.rows);
                Some(match limit {
                    Some(limit) => measured.with_limit(limit),
                    None => measured,
                })
            };
            [
                measured(
                    format!("in {name} of probes trained in-domain"),
                    arm.transfer.across,
                    Some(limits.max_auc.value),
                ),
                measured(
                    format!("in-domain of probes trained in {name}"),
                    arm.transfer.back,
                    None,
                ),
                measured(
                    format!("in {name} of its own probes"),
                    arm.transfer.own,
                    Some(limits.min_own_auc.value),
                ),
                measured(
                    "in-domain of its own probes".to_owned(),
                    arm.transfer.home,
                    None,
                ),
            ]
        })
        .flatten()
        .collect()
}
