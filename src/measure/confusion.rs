//! Confusion: predicted against true classes of one test set, and the scores read off it.

/// Counts of rows by true class, by predicted class, and of those where both are one: all that the scores need, in room that
/// grows as the classes do and not as their square.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Confusion {
    truly: Vec<u32>,
    said: Vec<u32>,
    right: Vec<u32>,
    rows: usize,
}

impl Confusion {
    /// Counts `predicted` against `truth`, which are equally long and below `classes`.
    pub(crate) fn new(truth: &[u16], predicted: &[u16], classes: usize) -> Self {
        let mut new = Self {
            truly: vec![0; classes],
            said: vec![0; classes],
            right: vec![0; classes],
            rows: truth.len(),
        };
        for (&truth, &predicted) in truth.iter().zip(predicted) {
            new.truly[usize::from(truth)] += 1;
            new.said[usize::from(predicted)] += 1;
            new.right[usize::from(truth)] += u32::from(truth == predicted);
        }
        new
    }

    /// The number of rows.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    fn classes(&self) -> usize {
        self.truly.len()
    }

    /// Rows of true class `class`.
    pub(crate) fn truly(&self, class: usize) -> usize {
        self.truly[class] as usize
    }

    /// Rows predicted as `class`.
    pub(crate) fn said(&self, class: usize) -> usize {
        self.said[class] as usize
    }

    fn right(&self) -> usize {
        self.right.iter().map(|&right| right as usize).sum()
    }

    /// The class predicted most, and how often. The first of equals.
    pub(crate) fn most_said(&self) -> (usize, usize) {
        (0..self.classes()).fold((0, 0), |most, class| {
            let said = self.said(class);
            if said > most.1 { (class, said) } else { most }
        })
    }

    /// Share of the largest true class, in [0, 1]; 0 without rows.
    pub(crate) fn prior(&self) -> f64 {
        let largest = (0..self.classes())
            .map(|class| self.truly(class))
            .max()
            .unwrap_or(0);
        largest as f64 / self.rows.max(1) as f64
    }

    /// Share of rows predicted right, in [0, 1]; 0 without rows.
    pub(crate) fn accuracy(&self) -> f64 {
        self.right() as f64 / self.rows.max(1) as f64
    }

    /// Share of a class's rows predicted right; `None` for a class without rows.
    pub(crate) fn recall(&self, class: usize) -> Option<f64> {
        let truly = self.truly(class);
        (truly > 0).then(|| f64::from(self.right[class]) / truly as f64)
    }

    /// The smallest recall of a class that has rows; 0 without rows.
    pub(crate) fn smallest_recall(&self) -> f64 {
        (0..self.classes())
            .filter_map(|class| self.recall(class))
            .reduce(f64::min)
            .unwrap_or(0.0)
    }

    /// Mean recall over the classes that have rows, in [0, 1]: 1/K for a constant answer.
    pub(crate) fn balanced_accuracy(&self) -> f64 {
        let recalls: Vec<f64> = (0..self.classes())
            .filter_map(|class| self.recall(class))
            .collect();
        recalls.iter().sum::<f64>() / recalls.len().max(1) as f64
    }

    /// Matthews' correlation over all classes (R_K), in [-1, 1]; 0 for a constant answer.
    ///
    /// Source: Gorodkin, *Comparing two K-category assignments by a K-category correlation
    /// coefficient* (Computational Biology and Chemistry 28, 2004).
    pub(crate) fn mcc(&self) -> f64 {
        let rows = self.rows as f64;
        let (mut cross, mut said, mut truly) = (0.0, 0.0, 0.0);
        for class in 0..self.classes() {
            let (s, t) = (self.said(class) as f64, self.truly(class) as f64);
            cross += s * t;
            said += s * s;
            truly += t * t;
        }
        let scale = ((rows * rows - said) * (rows * rows - truly)).sqrt();
        if scale > 0.0 {
            (self.right() as f64 * rows - cross) / scale
        } else {
            0.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_answer_scores_what_the_labels_alone_say() {
        let truth = [0, 0, 0, 1];
        let confusion = Confusion::new(&truth, &[0; 4], 2);
        assert_eq!(confusion.accuracy(), 0.75);
        assert_eq!(confusion.prior(), 0.75);
        assert_eq!(confusion.balanced_accuracy(), 0.5);
        assert_eq!(confusion.mcc(), 0.0);
        assert_eq!(confusion.smallest_recall(), 0.0);
        assert_eq!(confusion.most_said(), (0, 4));
    }

    #[test]
    fn scores_agree_with_worked_figures() {
        // scikit-learn 1.x on the same six rows: accuracy 4/6, balanced 13/18, MCC 0.5222.
        let confusion = Confusion::new(&[0, 1, 2, 0, 1, 0], &[0, 2, 2, 0, 1, 1], 3);
        assert!((confusion.accuracy() - 4.0 / 6.0).abs() < 1e-12);
        assert!((confusion.balanced_accuracy() - 13.0 / 18.0).abs() < 1e-12);
        assert!(
            (confusion.mcc() - 0.522_232_967_867_093_5).abs() < 1e-12,
            "{}",
            confusion.mcc()
        );
    }

    #[test]
    fn classes_without_rows_take_no_part_in_recalls() {
        let confusion = Confusion::new(&[0, 0, 1], &[0, 0, 1], 3);
        assert_eq!(confusion.balanced_accuracy(), 1.0);
        assert_eq!(confusion.recall(2), None);
    }
}
