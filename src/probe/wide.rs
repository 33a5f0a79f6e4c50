//! Wide: what probes of each family are trained on where a table has very many columns.

use ndarray::{Array1, Array2, Axis};

use super::{Family, TrainTest};

/// Most columns that trees choose from.
const MAX_TREE_COLUMNS: usize = 1_024;

/// One arm's training data in the forms that spare time where there are many columns.
pub(crate) struct Wide<'a> {
    whole: &'a TrainTest,
    /// In as few coordinates as there are train rows.
    turned: Option<TrainTest>,
    /// The columns in which the classes differ most.
    narrow: Option<TrainTest>,
}

impl<'a> Wide<'a> {
    /// The forms of `data`; where it is narrow, it is the only one.
    pub(crate) fn of(data: &'a TrainTest) -> Self {
        Self {
            whole: data,
            turned: data.in_row_space(),
            narrow: data.with_telling_columns(MAX_TREE_COLUMNS),
        }
    }

    /// What `family` is trained on.
    pub(crate) fn data_for(&self, family: Family) -> &TrainTest {
        let form = if family.keeps_when_turned() {
            &self.turned
        } else if family.sees_only_order() {
            &self.narrow
        } else {
            &None
        };
        form.as_ref().unwrap_or(self.whole)
    }
}

impl TrainTest {
    /// The same rows with `count` columns, those in which the classes of the train rows differ most; `None` where there
    /// are no more.
    ///
    /// They are chosen one by one, by the share of a column's variance that lies between classes (Fan and Lv, *Sure
    /// independence screening for ultrahigh dimensional feature space*, J. R. Stat. Soc. B 70, 2008), which is also what a
    /// tree's first split looks for. Columns that tell something only together with others may be lost.
    fn with_telling_columns(&self, count: usize) -> Option<Self> {
        if self.train.ncols() <= count {
            return None;
        }
        let shares = self.shares_between_classes()?;
        let mut columns: Vec<usize> = (0..shares.len()).collect();
        columns.sort_by(|&one, &other| shares[other].total_cmp(&shares[one]).then(one.cmp(&other)));
        columns.truncate(count);
        columns.sort_unstable();
        let narrow = |rows: &Array2<f64>| rows.select(Axis(1), &columns);
        Some(Self {
            train: narrow(&self.train),
            test_sets: self.test_sets.iter().map(narrow).collect(),
            labels: self.labels.clone(),
            classes: self.classes,
            match_factor: self.match_factor,
            truth: self.truth.clone(),
        })
    }

    /// The share of each column's variance over the train rows that lies between classes; `None` without rows.
    fn shares_between_classes(&self) -> Option<Array1<f64>> {
        let centre = self.train.mean_axis(Axis(0))?;
        let mut sums = Array2::<f64>::zeros((self.classes, centre.len()));
        let mut counts = vec![0.0_f64; self.classes];
        let mut squares = Array1::<f64>::zeros(centre.len());
        for (row, &label) in self.train.rows().into_iter().zip(&self.labels) {
            let apart = &row - &centre;
            squares += &(&apart * &apart);
            let mut sum = sums.row_mut(usize::from(label));
            sum += &apart;
            counts[usize::from(label)] += 1.0;
        }
        let mut between = Array1::<f64>::zeros(centre.len());
        for (sum, count) in sums.rows().into_iter().zip(counts) {
            between += &(&sum * &sum / count.max(1.0));
        }
        Some(between / squares.mapv(|square| square.max(f64::MIN_POSITIVE)))
    }
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::*;
    use crate::probe::{Profile, Setting, grid};

    /// 60 train rows and 50 test rows, of which the 40 columns at the end tell the class.
    fn data(classes: u16, columns: usize) -> TrainTest {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(8);
        let mut draw = |rows: usize| {
            Array2::from_shape_fn((rows, columns), |(row, column)| {
                let signal = column + 40 >= columns && (row + column) % usize::from(classes) == 0;
                rng.r#gen::<f64>() + if signal { 0.5 } else { 0.0 }
            })
        };
        TrainTest {
            train: draw(60),
            labels: (0..60).map(|row| row % classes).collect(),
            classes: usize::from(classes),
            test_sets: vec![draw(50)],
            match_factor: 2.0,
            truth: Vec::new(),
        }
    }

    /// Scores agree but for rounding, so that only rows on the very edge between two classes could be answered
    /// otherwise; here there are none.
    #[test]
    fn turned_rows_are_answered_as_the_columns_are() {
        let grid: Vec<_> = grid(Profile::Quick)
            .into_iter()
            .filter(|entry| match entry.setting {
                // Each fit by the columns solves 600 of them: three show it.
                Setting::Strength { c } => [0.01, 1.0, 10.0].contains(&c),
                _ => true,
            })
            .collect();
        for classes in [2, 3] {
            let data = data(classes, 600);
            let turned = data.in_row_space().expect("more columns than rows");
            assert!(turned.train.ncols() <= 60);
            for family in [Family::Logistic, Family::LinearSvm, Family::Neighbours] {
                let (ours, theirs) = (family.fit(&grid, &turned, 0), family.fit(&grid, &data, 0));
                assert!(!ours.is_empty());
                for (ours, theirs) in ours.iter().zip(&theirs) {
                    assert_eq!(
                        ours.predictions, theirs.predictions,
                        "{family:?}, {classes} classes"
                    );
                }
            }
        }
    }

    #[test]
    fn rows_that_repeat_add_no_direction() {
        let mut data = data(2, 600);
        let first = data.train.row(0).to_owned();
        for nth in 30..60 {
            data.train.row_mut(nth).assign(&first);
        }
        let turned = data.in_row_space().expect("more columns than rows");
        // 30 different rows span 29 directions about their mean.
        assert_eq!(turned.train.ncols(), 29);
        let apart = |rows: &Array2<f64>| {
            let apart = &rows.row(1) - &rows.row(2);
            apart.dot(&apart)
        };
        let (before, after) = (apart(&data.train), apart(&turned.train));
        assert!((before / after - 1.0).abs() < 1e-9, "{before} and {after}");
    }

    #[test]
    fn trees_see_the_columns_that_tell_classes_apart() {
        let data = data(2, 1_500);
        let wide = Wide::of(&data);
        let narrow = wide.data_for(Family::Tree);
        assert_eq!(narrow.train.ncols(), MAX_TREE_COLUMNS);
        for column in 1_460..1_500 {
            let told = data.train.column(column);
            assert!(
                narrow.train.columns().into_iter().any(|kept| kept == told),
                "{column}"
            );
        }
        assert_eq!(wide.data_for(Family::Bayes).train.ncols(), 1_500);
    }

    #[test]
    fn narrow_data_stays_as_it_is() {
        let narrow = |rows| TrainTest {
            train: Array2::zeros((rows, 300)),
            labels: vec![0; rows],
            classes: 2,
            test_sets: Vec::new(),
            match_factor: 1.0,
            truth: Vec::new(),
        };
        let data = narrow(40);
        let wide = Wide::of(&data);
        for family in Family::ALL {
            assert!(std::ptr::eq(wide.data_for(family), &raw const data));
        }
    }
}
