//! Stump: the one cut that parts the target from the others best, by a tree of linfa of depth 1.

use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_trees::DecisionTree;
use ndarray::{Array1, Array2};

use super::Search;
use super::feature::{Cells, Kept, every};

/// One column of the tree's matrix: what a row has to hold, and the feature that it is of.
struct Input {
    feature: usize,
    /// Where it asks for a category or for missing cells: what is kept where it is 1, and where it is 0.
    asks: Option<[Kept; 2]>,
}

/// The cut of the rows in the box, as the feature and what is kept of it on the side where the target has
/// the greater share; `None` where no cut tells anything.
///
/// The classes weigh the same, however rare the target is. The tree sees the places of numbers among
/// the sorted values, since it takes values for equal that lie within 0.00001 of each other.
pub(super) fn cut(search: &Search, kepts: &[Kept]) -> Option<(usize, Kept)> {
    let inside = search.inside(kepts);
    let rows: Vec<usize> = (0..inside.len()).filter(|&row| inside[row]).collect();
    let hits = rows.iter().filter(|&&row| search.target[row]).count();
    let others = rows.len() - hits;
    if hits == 0 || others == 0 {
        return None;
    }
    let (inputs, records) = matrix(search, &rows);
    let weights = [others, hits].map(|count| rows.len() as f32 / (2.0 * count as f32));
    let target: Array1<bool> = rows.iter().map(|&row| search.target[row]).collect();
    let weight_of = |hit: &bool| weights[usize::from(*hit)];
    let data = DatasetBase::new(records, target.clone()).with_weights(target.map(weight_of));
    let tree = DecisionTree::params()
        .max_depth(Some(1))
        .min_weight_leaf(search.least as f32 * weights[0].min(weights[1]))
        .fit(&data)
        .ok()?;
    let root = tree.root_node();
    if root.is_leaf() {
        return None;
    }
    let (input, threshold, _) = root.split();
    let above = |row: usize| data.records[[row, input]] > threshold;
    let [mut low, mut high] = [0.0_f32; 2];
    for (row, hit) in target.iter().enumerate() {
        let signed = if *hit { weights[1] } else { -weights[0] };
        *(if above(row) { &mut high } else { &mut low }) += signed;
    }
    let Input { feature, asks } = &inputs[input];
    let kept = if let Some([yes, no]) = asks {
        if high > low { yes } else { no }.clone()
    } else {
        let place = threshold.floor() as usize;
        if high > low {
            Kept::Places(place + 1, usize::MAX)
        } else {
            Kept::Places(0, place)
        }
    };
    Some((*feature, search.features[*feature].bounded(kept)))
}

/// Numbers as their places, missing ones in the middle; a column for missing cells where there are any,
/// and one for each category.
fn matrix(search: &Search, rows: &[usize]) -> (Vec<Input>, Array2<f64>) {
    let mut inputs = Vec::new();
    let mut columns: Vec<Vec<f64>> = Vec::new();
    for (feature, of) in search.features.iter().enumerate() {
        match &of.cells {
            Cells::Numbers { places, values } => {
                let middle = values.len() / 2;
                let place = |row: &usize| places[*row].unwrap_or(middle) as f64;
                columns.push(rows.iter().map(place).collect());
                inputs.push(Input {
                    feature,
                    asks: None,
                });
                if rows.iter().any(|&row| places[row].is_none()) {
                    let missing = |row: &usize| f64::from(u8::from(places[*row].is_none()));
                    columns.push(rows.iter().map(missing).collect());
                    let given = Kept::Places(0, values.len().saturating_sub(1));
                    inputs.push(Input {
                        feature,
                        asks: Some([Kept::Missing, given]),
                    });
                }
            }
            Cells::Categories { codes, names } => {
                let all = every(names.len());
                for code in 0..names.len() {
                    let is = |row: &usize| f64::from(u8::from(codes[*row] == code));
                    columns.push(rows.iter().map(is).collect());
                    let bit = 1_u64 << code;
                    inputs.push(Input {
                        feature,
                        asks: Some([Kept::Codes(bit), Kept::Codes(all & !bit)]),
                    });
                }
            }
        }
    }
    let records = Array2::from_shape_fn((rows.len(), columns.len()), |(row, column)| {
        columns[column][row]
    });
    (inputs, records)
}
